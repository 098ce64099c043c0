"""Exchange with the files that people already use: workbooks, CSV, coding projects, deposits.

Everything that is read here comes from outside and may be broken or hostile.
Nothing in it is executed, no path in it is used on disk, and each fault is one sentence.
"""
