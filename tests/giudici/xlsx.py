#!/usr/bin/env python3
"""Asks openpyxl whether the workbook of the open data says what its CSV files say: tests/giudici/xlsx.py SITE.

Each sheet that the index names is compared with its CSV, cell by cell: numbers as numbers, days as days, words as words.
"""

import csv
import datetime
import pathlib
import sys
from decimal import Decimal, InvalidOperation

import openpyxl


def same(cell, text):
    """Whether a value of the workbook is what the CSV writes."""
    if cell is None:
        return text == ""
    if isinstance(cell, bool):
        return text == ("true" if cell else "false")
    if isinstance(cell, (int, float)):
        try:
            return Decimal(repr(cell)) == Decimal(text)
        except InvalidOperation:
            return False
    if isinstance(cell, datetime.datetime):
        return text == cell.date().isoformat()
    # An apostrophe keeps a spreadsheet from running the text of a CSV; a cell of a workbook has a type and needs none.
    return text.replace("\r\n", "\n") in (cell, "'" + cell)


def main(site):
    data = pathlib.Path(site, "dati")
    book = openpyxl.load_workbook(data / "piao.xlsx")
    rows = book["indice"].iter_rows(values_only=True)
    header = next(rows)
    wrong, cells = [], 0
    sheets = [dict(zip(header, row)) for row in rows]
    for sheet in sheets:
        with open(data / f"{sheet['dati']}.csv", encoding="utf-8-sig", newline="") as file:
            due = list(csv.reader(file))
        found = list(book[sheet["foglio"]].iter_rows(values_only=True))
        if len(found) != len(due):
            wrong.append(f"{sheet['foglio']}: {len(found)} rows, and {len(due)} in {sheet['dati']}.csv")
        for n, (row, texts) in enumerate(zip(found, due), start=1):
            if len(row) != len(texts):
                wrong.append(f"{sheet['foglio']}, row {n}: {len(row)} cells, and {len(texts)} in the CSV")
            for cell, text in zip(row, texts):
                cells += 1
                if not same(cell, text):
                    wrong.append(f"{sheet['foglio']}, row {n}: {cell!r}, and {text!r} in the CSV")
    for line in wrong[:20]:
        print(line)
    if not sheets or cells < 100:
        wrong.append("hardly any cell was read")
    print(f"{len(sheets)} sheets, {cells} cells, {len(wrong)} differences")
    return 1 if wrong else 0


sys.exit(main(sys.argv[1]))
