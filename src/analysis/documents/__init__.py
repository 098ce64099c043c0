"""The book as files to keep: an EPUB and a PDF of each edition."""

from analysis.documents.making import CHROMIUM, PDF_NEEDS, make

__all__ = ["CHROMIUM", "PDF_NEEDS", "make"]
