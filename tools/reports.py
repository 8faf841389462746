"""Put several JUnit files into one: python tools/reports.py into.xml part.xml …"""

import sys
import xml.etree.ElementTree as ET
from pathlib import Path


def main(into, *parts):
    suites = ET.Element("testsuites")
    for part in parts:
        if Path(part).is_file():
            suites.extend(ET.parse(part).getroot())
    ET.ElementTree(suites).write(into, encoding="utf-8", xml_declaration=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
