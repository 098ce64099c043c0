"""The book as files to keep: an EPUB and a PDF of each edition."""

from analysis.documents.making import PDF_NEEDS, chromium, make

__all__ = ["PDF_NEEDS", "chromium", "make"]
