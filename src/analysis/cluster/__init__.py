"""Notebooks run on other machines, through a Dask cluster.

What a notebook needs travels: code, notebooks and reference figures once to each worker, the case
with each task. What it made comes back as bytes and is written here. A worker that is lost costs
the tasks it had, which go to others.
"""

from analysis.cluster.client import cluster_workers

__all__ = ["cluster_workers"]
