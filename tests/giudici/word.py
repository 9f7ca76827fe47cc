#!/usr/bin/env python3
"""Compares a copy for Word with what LibreOffice makes of it: word.py COPY.docx SAVED.docx PAGES.txt COUNT.

COPY is the file of piao, SAVED the same as LibreOffice writes it again, PAGES the words of its PDF, which has COUNT pages.
"""

import re
import sys
import zipfile
from collections import Counter
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(path, name):
    with zipfile.ZipFile(path) as package:
        return ElementTree.fromstring(package.read(name))


def said(paragraph):
    return "".join(" " if node.tag in (W + "br", W + "tab") else node.text or "" for node in paragraph.iter() if node.tag in (W + "t", W + "br", W + "tab"))


def words(text):
    return re.findall(r"\w+", text)


def style(paragraph):
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(W + "val")


def marks(path, name="word/document.xml"):
    names = [node.get(W + "name") for node in part(path, name).iter(W + "bookmarkStart")]
    return {name for name in names if name.startswith("_piao")}


def main():
    copy, saved, pages, count = sys.argv[1:]
    problems = []
    document = part(copy, "word/document.xml")
    text = open(pages, encoding="utf-8").read()
    printed = Counter(words(text))
    paragraphs = list(document.iter(W + "p"))
    wanted = Counter(word for paragraph in paragraphs for word in words(said(paragraph)))
    # A narrow cell divides a long word: a few are not found whole.
    lost = wanted - printed
    if sum(lost.values()) > sum(wanted.values()) * 0.01:
        problems.append(f"{sum(lost.values())} of {sum(wanted.values())} words are not in the pages: {list(lost)[:20]}")
    flat = re.sub(r"\W+", "", text)
    headings = [said(paragraph) for paragraph in paragraphs if re.fullmatch(r"Titolo[1-6]|Frontespizio", style(paragraph))]
    missing = [title for title in headings if re.sub(r"\W+", "", title) not in flat]
    # A title of two lines beside other columns is not in one piece.
    if len(headings) < 10 or len(missing) > len(headings) * 0.05:
        problems.append(f"{len(missing)} of {len(headings)} headings are not in the pages: {missing[:5]}")
    if not 20 <= int(count) <= 400:
        problems.append(f"{count} pages")
    # In the notes LibreOffice loses some: they are found by their words.
    before, after = marks(copy), marks(saved)
    if before - after:
        problems.append(f"LibreOffice loses {len(before - after)} of {len(before)} marks: {sorted(before - after)[:5]}")
    for problem in problems:
        print(problem)
    print(f"copy for Word: {count} pages, {sum(wanted.values())} words, {len(headings)} headings, {len(before)} marks")
    sys.exit(bool(problems))


main()
