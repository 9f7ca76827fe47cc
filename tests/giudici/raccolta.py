#!/usr/bin/env python3
"""Fills the workbooks of a collection as their offices do: tests/giudici/raccolta.py EMPTY FILLED.

Asks openpyxl whether each has what it promises: instructions first, protected sheets, a hidden one that knows the rows, cells to fill
that are open, lists to choose from. Then fills every empty cell that is open, by the kind of its check.
"""

import datetime
import pathlib
import sys

import openpyxl


def checks(sheet):
    """The check of each cell of a sheet."""
    found = {}
    for check in sheet.data_validations.dataValidation:
        for cells in check.sqref.ranges:
            for row in range(cells.min_row, cells.max_row + 1):
                for column in range(cells.min_col, cells.max_col + 1):
                    found[row, column] = check
    return found


def answer(cell, check, n):
    """What an office would write there."""
    if check.type == "list":
        words = check.formula1.strip('"').split(",")
        return words[n % len(words)]
    if check.type == "decimal":
        return round(0.05 * (n % 20), 4) if "%" in cell.number_format else n % 300 + 0.5
    if check.type == "date":
        return datetime.datetime(2021, 1 + n % 12, 1 + n % 28)
    return f"Risposta {n}: «l’ufficio» = 1 & non meno; città\nseconda riga"


def fill(path, target):
    book = openpyxl.load_workbook(path)
    names = book.sheetnames
    assert names[0] == "Istruzioni" and names[-1] == "piao" and len(names) > 2, names
    assert book["piao"].sheet_state == "veryHidden", book["piao"].sheet_state
    filled = 0
    for name in names[1:-1]:
        sheet = book[name]
        assert sheet.protection.sheet and not sheet.protection.password, name
        assert sheet.freeze_panes and sheet.print_title_rows and sheet.page_setup.orientation == "landscape", name
        kinds = checks(sheet)
        for row in sheet.iter_rows(min_row=4):
            for cell in row:
                if cell.protection.locked:
                    assert cell.data_type != "f", f"{name} {cell.coordinate}: a formula"
                    continue
                check = kinds[cell.row, cell.column]
                # Texts that the plan would read as values are left to the tests of the program.
                plain = check.type in ("list", "decimal", "date") or "Perché" in (check.promptTitle or "")
                if cell.value is None and plain:
                    filled += 1
                    cell.value = answer(cell, check, filled)
    assert filled, path
    book.save(target)
    return filled


def main(empty, filled):
    pathlib.Path(filled).mkdir()
    done = [fill(path, pathlib.Path(filled, path.name)) for path in sorted(pathlib.Path(empty).glob("*.xlsx"))]
    assert done, "no workbook"
    print(f"{len(done)} workbooks, {sum(done)} cells filled")


if __name__ == "__main__":
    main(*sys.argv[1:])
