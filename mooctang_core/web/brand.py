"""One colour of a school in, a readable set of tokens out: each pair is checked, a colour that fails is moved, never refused."""
import colorsys
import re

DEFAULT = "#2746b8"
WHITE = (1.0, 1.0, 1.0)
LIGHT_GROUND = (0.961, 0.965, 0.973)
DARK_PAPER = (0.0902, 0.1059, 0.1333)
HEX = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\Z")


def parse(color: str) -> tuple:
    """`#27b`, `2746b8` … as three numbers from 0 to 1; the default colour for anything else."""
    found = HEX.match(color or "")
    digits = found[1] if found else DEFAULT[1:]
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return tuple(int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4))


def written(rgb) -> str:
    return "#" + "".join(f"{round(min(1, max(0, part)) * 255):02x}" for part in rgb)


def luminance(rgb) -> float:
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other) -> float:
    """The ratio of WCAG, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(one, other, part) -> tuple:
    return tuple(a * part + b * (1 - part) for a, b in zip(one, other, strict=True))


def moved(rgb, against, ratio, step) -> tuple:
    """The same hue, darker (step < 0) or lighter until it stands out enough from every colour in `against`."""
    hue, light, strength = colorsys.rgb_to_hls(*rgb)
    while 0 < light + step < 1 and min(contrast(rounded(hue, light, strength), other) for other in against) < ratio:
        light += step
    return rounded(hue, light, strength)


def shifted(rgb, by) -> tuple:
    """The same hue a step darker or lighter: what is pressed must look different."""
    hue, light, strength = colorsys.rgb_to_hls(*rgb)
    return rounded(hue, min(0.96, max(0.04, light + by)), strength)


def rounded(hue, light, strength) -> tuple:
    """What a browser will make of it: contrast is measured on the colour as written."""
    return parse(written(colorsys.hls_to_rgb(hue, light, strength)))


def light_set(color) -> dict:
    brand = moved(parse(color), (WHITE, LIGHT_GROUND), 5.0, -0.005)
    soft = mixed(brand, WHITE, 0.08)
    strong = moved(shifted(brand, -0.09), (soft, WHITE), 7.2, -0.005)
    return {"brand": brand, "strong": strong, "soft": soft, "on": WHITE}


def dark_set(color) -> dict:
    hue, light, strength = colorsys.rgb_to_hls(*parse(color))
    # On a dark page a colour wants more strength to look the same; a grey stays a grey.
    vivid = strength if strength < 0.1 else min(strength * 1.5, 0.95)
    brand = moved(colorsys.hls_to_rgb(hue, max(light, 0.6), vivid), (DARK_PAPER,), 7.2, 0.005)
    soft = rounded(hue, 0.18, strength * 0.5)
    strong = moved(shifted(brand, 0.08), (soft,), 9.0, 0.005)
    return {"brand": brand, "strong": strong, "soft": soft, "on": mixed(brand, (0, 0, 0), 0.12)}


def tokens(colors) -> dict[str, str]:
    """The custom properties of one set, as text."""
    channels = ",".join(str(round(part * 255)) for part in colors["brand"])
    return {"--brand": written(colors["brand"]), "--brand-rgb": channels, "--brand-strong": written(colors["strong"]),
            "--brand-soft": written(colors["soft"]), "--on-brand": written(colors["on"])}


def was_moved(color: str) -> bool:
    """True when the colour itself was not readable on white: the form then says that it was darkened a little."""
    return written(light_set(color)["brand"]) != written(parse(color))


def css(color: str, scope: str = ":root") -> str:
    """The stylesheet of one brand, for light, dark and the device's choice. `scope` narrows it to a preview."""
    light, dark = (";".join(f"{name}:{value}" for name, value in tokens(part(color)).items()) for part in (light_set, dark_set))
    return (f"{scope}:not([data-bs-theme=dark]){{{light}}}\n"
            f"{scope}[data-bs-theme=dark]{{{dark}}}\n"
            f"@media (prefers-color-scheme:dark){{{scope}[data-bs-theme=auto]{{{dark}}}}}\n")
