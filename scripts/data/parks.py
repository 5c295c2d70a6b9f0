"""The twelve parks: facts from public pages, outlines and land accounts of our own.

No public source that we hold has a boundary of any of them. The outlines are ILLUSTRATIVE: drawn by
hand in the right town, along a slightly turned grid of roads and canals, and scaled so that the area
is the sourced one (or, where no source gives any, an assumed one).
"""

import math
import random
from dataclasses import dataclass, field

from shapely.geometry import MultiPolygon, Polygon

import geo

# ---------------------------------------------------------------------------------------------------
# Tune here. Hectares. `capacity` is what incoming enterprises may take; `built` and `supplied` are
# the shares A/area and D/area, `industrial` is A2/A, `idle` is G/(D - A).
# Zhangjiang's Jinshan park, of which the Industrial Zone and Fengjing hold the blocks, is 45 %
# developed (9.49 of 21.08 km2): the one measured figure, taken for those two. The rest is synthetic.
#                            area  capacity  built  supplied  industrial  idle
TABLE = {
    "jinshan-industrial-zone": (5800.0, 328.0, 0.450, 0.560, 0.610, 0.140),
    "fengjing":                (1220.0, 170.0, 0.450, 0.610, 0.640, 0.120),
    "zhujing":                 ( 950.0, 150.0, 0.560, 0.720, 0.660, 0.100),
    "second-park":             ( 850.0, 125.0, 0.540, 0.700, 0.720, 0.150),
    "zhangyan":                ( 300.0,  62.0, 0.560, 0.790, 0.700, 0.080),
    "chemical-zone-jinshan":   ( 600.0,  70.0, 0.620, 0.790, 0.780, 0.110),
    "shanyang":                ( 320.0,  66.0, 0.540, 0.760, 0.690, 0.070),
    "tinglin":                 ( 400.0,  80.0, 0.530, 0.780, 0.680, 0.090),
    "print-zone":              ( 246.7,  40.0, 0.430, 0.680, 0.720, 0.130),
    "japanese-sme":            ( 220.0,  44.0, 0.380, 0.630, 0.710, 0.120),
    "chemical-logistics":      ( 200.0,  20.0, 0.450, 0.640, 0.740, 0.100),
    "caohejing-bonded":        (  90.0,  16.0, 0.460, 0.680, 0.650, 0.060),
}
# Quotas per hectare of capacity: tce a year, COD t a year. Synthetic; wider where the park is for
# heavier industry.
QUOTAS = {
    "second-park": (1100.0, 0.36), "chemical-zone-jinshan": (760.0, 0.36), "chemical-logistics": (120.0, 0.05),
    "caohejing-bonded": (120.0, 0.05), "print-zone": (340.0, 0.26), "japanese-sme": (240.0, 0.12),
    "zhangyan": (480.0, 0.16),
}
ORDINARY_QUOTA = (360.0, 0.16)
# The land accounts are made so that what the rule book calls usable (data/rules/jinshan.toml,
# [land_use.spare]: these shares) comes to this part of the capacity in the table.
USABLE = {"idle": 0.8, "unbuilt": 0.35, "ready": 0.5}
USABLE_OF_CAPACITY = 0.8
# ---------------------------------------------------------------------------------------------------

ZHANGJIANG = "https://bltxxfwshyxgs.007swz.com/news-teqtk.html"
OITA = "http://www.pref-oita-shanghai.cn/topix/2012-7-26-1.html"
NAGASAKI = "http://shnagasaki.com.cn/ja-JP/newsdetail.php?id=1997"
TOUR_2020 = "http://www.gkgamers.com/2020%E4%B8%8A%E6%B5%B7%E9%87%91%E5%B1%B1%E5%B7%A5%E4%B8%9A%E5%8C%BA%E8%80%83%E5%AF%9F%E5%9B%A2/"
FENGJING = "https://bang.cn/article/949688.html"
SECOND = "http://shadafang.com/a/bb/04024N3192020_2.html"
ZHANGYAN = "https://www.skdv.cn/all/zhang-yan-jing-ji-yuan-qu-jue-qi-zhong-de-chan-ye-xin-yin-qing-jie-mi-fa-zhan-mi-ma.html"
CATALOGUE = "https://dinovaliano.com/news/finance/20180309/105247119376.shtml"
TINGLIN = "http://www.bkqbr.com/jinshandongtai/397939.html"
PRINT = "http://bhjrk.cn/news/newsShow_133679.htm"
ASSUMED = "assumed"
R = "river"


@dataclass
class Block:
    """One ring in kilometres about `at`, the grid turned by `turn` degrees counter-clockwise.

    A corner (x, y, R) opens an edge that follows a river and is bent by a seeded displacement; long
    straight edges get a seeded notch.
    """

    at: tuple
    turn: float
    corners: list
    hole: list = field(default_factory=list)


@dataclass
class Sheet:
    """What is known of a park, and its drawing."""

    id: str
    name_zh: str
    name_en: str
    type_id: str
    area_source: str
    blocks: list
    year: int = None
    industries: str = None
    industries_source: str = None
    inside: str = None


SHEETS = [
    Sheet(
        "jinshan-industrial-zone", "金山工业区", "Jinshan Industrial Zone", "municipal", TOUR_2020,
        [Block(
            (121.3315, 30.8255), 7.0,
            [(-2.2, -4.1, R), (0.6, -4.35), (0.6, -3.95), (2.3, -3.95), (2.3, -3.5), (3.3, -3.4, R),
             (3.9, -1.4), (3.6, -1.3), (3.65, 0.2), (4.1, 0.2), (4.05, 2.0), (3.5, 2.1), (3.4, 3.5),
             (2.7, 3.6), (2.75, 4.3), (0.9, 4.4), (0.85, 3.9), (-0.7, 4.0, R), (-1.9, 3.2), (-1.9, 2.85),
             (-3.3, 2.8), (-3.35, 2.1), (-4.0, 2.05, R), (-3.9, -0.9), (-3.5, -1.0), (-3.5, -2.1, R),
             (-2.2, -2.6)],
            # The old town of Zhuhang stays a town: it lies in the zone's middle but not in the zone.
            hole=[(-0.05, 2.55), (0.75, 2.5), (0.8, 2.95), (0.65, 3.25), (0.0, 3.3)],
        )],
        2003, "新一代信息技术(半导体/新型显示);智能制造(无人机);生命健康(医药,化妆品,健康食品);新材料;文化创意(研发检测)", TOUR_2020,
    ),
    Sheet(
        "fengjing", "枫泾工业区", "Fengjing Industrial Zone", "municipal", ZHANGJIANG,
        # Four blocks, as the four-side descriptions have it: two by Xingta in the east, one at the
        # high-speed station, one round the old town.
        [Block((121.0800, 30.8690), -5.0,
               [(-1.2, -0.7, R), (0.2, -0.95), (0.9, -0.9), (0.9, -0.35), (1.3, -0.35), (1.3, 0.75),
                (0.1, 0.85), (0.1, 0.7), (-1.15, 0.75, R)]),
         Block((121.0830, 30.8912), -5.0,
               [(-1.05, -0.85, R), (0.5, -0.8), (0.5, -0.45), (1.1, -0.4), (1.1, 0.7), (0.3, 0.7),
                (0.3, 0.95), (-0.75, 0.95), (-0.75, 0.3), (-1.05, 0.25)]),
         Block((121.0440, 30.8660), 28.0,
               [(-0.65, -0.4), (0.6, -0.4), (0.65, 0.3), (0.1, 0.4), (-0.6, 0.35)]),
         Block((121.0365, 30.8895), 6.0,
               [(-1.15, -1.2, R), (0.4, -1.3), (0.4, -0.9), (1.25, -0.9), (1.3, 0.5), (0.85, 0.5),
                (0.85, 1.1), (-0.3, 1.2), (-0.3, 0.85), (-1.1, 0.9, R), (-1.3, -0.3), (-1.15, -0.35)])],
        None, "新能源", FENGJING,
    ),
    Sheet(
        "zhujing", "朱泾工业区", "Zhujing Industrial Zone", "municipal", NAGASAKI,
        [Block((121.1945, 30.8905), -9.0,
               [(-1.6, -1.5), (-0.2, -1.55), (-0.2, -1.85, R), (1.5, -1.6), (1.5, -0.6), (1.75, -0.6),
                (1.7, 0.7), (1.2, 0.75), (1.2, 1.5, R), (-0.4, 1.7), (-0.45, 1.2), (-1.25, 1.2, R),
                (-1.75, 0.1), (-1.6, 0.05)])],
        2006, "精密机械;节能环保;电子电气;新材料", NAGASAKI,
    ),
    Sheet(
        "second-park", "金山第二工业区", "Second park of Jinshan Industrial Zone", "municipal", ASSUMED,
        [Block((121.2840, 30.7215), 3.0,
               [(-1.35, -1.5, R), (0.6, -1.75), (0.65, -1.2), (1.35, -1.15), (1.3, 0.45), (1.0, 0.45),
                (1.0, 1.3), (0.35, 1.35), (0.35, 1.7, R), (-1.2, 1.65), (-1.2, 0.7), (-1.45, 0.7)])],
        None, "节能环保;绿色材料;生物医药", SECOND,
    ),
    Sheet(
        "zhangyan", "张堰工业区", "Zhangyan Industrial Park", "supporting", ASSUMED,
        [Block((121.2790, 30.7925), 10.0,
               [(-1.0, -0.75, R), (0.4, -0.85), (0.45, -0.5), (1.05, -0.45), (1.0, 0.35), (0.45, 0.4),
                (0.45, 0.75), (-0.5, 0.75), (-0.5, 0.55), (-1.05, 0.55)])],
        2002, "新材料(纤维,金属,节能环保材料);机械电子;航空配套", ZHANGYAN,
    ),
    Sheet(
        "chemical-zone-jinshan", "上海化学工业区金山分区", "Jinshan sub-area of Shanghai Chemical Industrial Zone",
        "supporting", ASSUMED,
        [Block((121.4335, 30.7805), 24.0,
               [(-1.3, -1.05, R), (1.0, -1.15), (1.05, -0.55), (1.4, -0.5), (1.35, 0.7), (0.7, 0.75),
                (0.7, 1.2), (-0.6, 1.2), (-0.6, 0.85), (-1.3, 0.85)])],
        None, "石化;新材料", CATALOGUE,
    ),
    Sheet(
        "shanyang", "山阳工业园区", "Shanyang Industrial Park", "supporting", ASSUMED,
        [Block((121.3660, 30.7685), 12.0,
               [(-0.95, -0.9), (0.3, -0.95), (0.3, -0.7), (0.85, -0.7, R), (0.95, 0.45), (0.5, 0.5),
                (0.5, 0.95), (-0.55, 0.95), (-0.55, 0.6), (-0.95, 0.6)])],
    ),
    Sheet(
        "tinglin", "亭林工业区", "Tinglin Industrial Park", "supporting", ASSUMED,
        # A northern and a southern block; addresses of the registry name the southern one.
        [Block((121.3375, 30.9005), 9.0,
               [(-1.05, -0.5), (0.35, -0.5), (0.35, -0.6), (1.0, -0.6), (1.0, 0.45), (0.25, 0.5, R),
                (-0.9, 0.45), (-0.9, 0.1), (-1.05, 0.1)]),
         Block((121.3455, 30.8872), 9.0,
               [(-1.1, -0.5, R), (0.8, -0.6), (0.8, -0.2), (1.05, -0.2), (1.0, 0.55), (-0.3, 0.6),
                (-0.3, 0.4), (-1.1, 0.4)])],
        None, "机械电子;食品加工;新型材料", TINGLIN,
    ),
    Sheet(
        "print-zone", "国家绿色创意印刷示范园区", "National Green and Innovative Print Pilot Zone", "special", PRINT,
        [Block((121.3480, 30.8075), 7.0,
               [(-0.9, -0.75), (0.5, -0.75), (0.5, -0.45), (0.95, -0.45), (0.95, 0.7, R), (-0.4, 0.75),
                (-0.4, 0.5), (-0.9, 0.5)])],
        2010, "绿色包装印刷;绿色特种印刷;智能标签印刷;数字印刷;防伪票证印刷;广告及创意设计", PRINT,
        inside="jinshan-industrial-zone",
    ),
    Sheet(
        "japanese-sme", "上海日本中小企业工业园", "Shanghai Japanese SME Industrial Park", "special", OITA,
        [Block((121.3170, 30.8355), 7.0,
               [(-0.8, -0.7), (0.75, -0.7), (0.75, 0.15), (0.95, 0.15), (0.95, 0.65), (-0.3, 0.7),
                (-0.3, 0.9), (-0.75, 0.9, R)])],
        None, "机械制造;电子信息;生物医药;环保型印刷;食品加工", OITA,
        inside="jinshan-industrial-zone",
    ),
    Sheet(
        "chemical-logistics", "上海化工物流产业园", "Shanghai Chemical Industry Park Logistics Industry Zone",
        "special", ASSUMED,
        [Block((121.4085, 30.7740), 24.0,
               [(-0.75, -0.75), (0.75, -0.7), (0.75, 0.6), (0.2, 0.65), (0.2, 0.85), (-0.7, 0.8, R)])],
    ),
    Sheet(
        "caohejing-bonded", "漕河泾综合保税区金山分区", "Jinshan sub-area of Shanghai Caohejing Bonded Area",
        "special", ASSUMED,
        [Block((121.3245, 30.7710), 9.0,
               [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.3), (0.3, 0.5), (-0.3, 0.5), (-0.5, 0.35)])],
    ),
]


def _bend(start, end, rng, depth=2):
    """The corners of a river's edge from `start` up to, not including, `end`."""
    if depth == 0:
        return [start]
    (x0, y0), (x1, y1) = start, end
    sway = rng.uniform(-0.07, 0.07)
    middle = ((x0 + x1) / 2 - sway * (y1 - y0), (y0 + y1) / 2 + sway * (x1 - x0))
    return _bend(start, middle, rng, depth - 1) + _bend(middle, end, rng, depth - 1)


def _notched(start, end, rng):
    """A long straight edge with a plot left out or taken in beside the road, as parks have them."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    if length < 0.9 or rng.random() < 0.3:
        return [start]
    along, depth = (dx / length, dy / length), rng.choice((-1, 1)) * rng.uniform(0.07, 0.16)
    first = length * rng.uniform(0.2, 0.45)
    last = first + length * rng.uniform(0.15, 0.3)
    # The outline runs counter-clockwise: its inside is on the left of the edge.
    return [start] + [
        (start[0] + run * along[0] - side * along[1], start[1] + run * along[1] + side * along[0])
        for run, side in ((first, 0), (first, depth), (last, depth), (last, 0))
    ]


def _ring(corners, rng):
    ring = []
    for corner, following in zip(corners, corners[1:] + corners[:1]):
        edge = _bend if len(corner) == 3 else _notched
        ring += edge(corner[:2], following[:2], rng)
    return ring


def _draw(sheet, target_ha, seed):
    """The outline in degrees, scaled about each block's middle to the target area."""
    rng = random.Random(f"{seed}/outline/{sheet.id}")
    rings = [(b, _ring(b.corners, rng), b.hole) for b in sheet.blocks]
    scale = 1.0
    for _ in range(6):
        parts = []
        for block, outer, hole in rings:
            x0, y0 = geo.to_plane(*block.at)
            cos, sin = math.cos(math.radians(block.turn)), math.sin(math.radians(block.turn))

            def place(ring):
                return [(x0 + 1000 * scale * (x * cos - y * sin), y0 + 1000 * scale * (x * sin + y * cos))
                        for x, y in ring]

            parts.append(Polygon(place(outer), [place(hole)] if hole else []))
        outline = geo.degrees(parts[0] if len(parts) == 1 else MultiPolygon(parts))
        scale *= math.sqrt(target_ha / geo.area_ha(outline))
    return outline


def _own(park):
    """A, D, G without the parks inside: supplied and built on, supplied, idle."""
    def of(park):
        area, _, built, supplied, _, idle = TABLE[park]
        a, d = round(area * built, 1), round(area * supplied, 1)
        return a, d, round((d - a) * idle, 1)
    inside = [of(sheet.id) for sheet in SHEETS if sheet.inside == park]
    return tuple(all_of_it - sum(part) for all_of_it, *part in zip(of(park), *inside))


def _ready_beyond_supply(park):
    """Land that is ready and not supplied, such that the usable land is the part of the capacity."""
    a, d, g = _own(park)
    others = USABLE["idle"] * g + USABLE["unbuilt"] * (d - a - g)
    own = max(0.0, (USABLE_OF_CAPACITY * TABLE[park][1] - others) / USABLE["ready"])
    return own + sum(_ready_beyond_supply(s.id) for s in SHEETS if s.inside == park)


def account(park, seed):
    """The rest of the land account after TD/T 1029: synthetic, in the standard's order."""
    rng = random.Random(f"{seed}/account/{park}")
    area, _, built, supplied, industrial, _ = TABLE[park]
    a, d = round(area * built, 1), round(area * supplied, 1)
    a2 = round(a * industrial, 1)
    ratio, dense = rng.uniform(0.75, 1.05), rng.uniform(0.30, 0.38)
    ratio2, dense2 = rng.uniform(0.70, 1.00), rng.uniform(0.42, 0.56)
    tax2 = round(a2 * rng.uniform(380, 720))
    return {
        "ready_ha": round(d - a + _ready_beyond_supply(park), 1),
        "undeveloped_ha": round(area - a, 1),
        "floor_area_m2": round(a * 1e4 * ratio, -2),
        "footprint_m2": round(a * 1e4 * dense, -2),
        "industrial_floor_area_m2": round(a2 * 1e4 * min(ratio2, 0.95 * ratio / industrial), -2),
        "industrial_footprint_m2": round(a2 * 1e4 * min(dense2, 0.95 * dense / industrial), -2),
        "industrial_assets_10k_yuan": round(a2 * rng.uniform(5200, 9400), -1),
        "industrial_tax_10k_yuan": tax2,
        "business_tax_10k_yuan": round(tax2 * rng.uniform(1.05, 1.3)),
        "residents": round(a * rng.uniform(6, 22), -1),
    }


def build(seed):
    """The parks as (properties, geometry in degrees), in the order of the district's own list."""
    features = []
    for sheet in SHEETS:
        area, capacity, built, supplied, industrial, idle = TABLE[sheet.id]
        a, d = round(area * built, 1), round(area * supplied, 1)
        tce, cod = QUOTAS.get(sheet.id, ORDINARY_QUOTA)
        properties = {
            "id": sheet.id,
            "name_zh": sheet.name_zh,
            "name_en": sheet.name_en,
            "type_id": sheet.type_id,
            "area_ha": area,
            "area_source": sheet.area_source,
            "geometry_source": "illustrative",
            "year": sheet.year,
            "source_industries": sheet.industries,
            "industries_source": sheet.industries_source,
            "inside": sheet.inside,
            "built_ha": a,
            "industrial_ha": round(a * industrial, 1),
            "supplied_ha": d,
            "idle_ha": round((d - a) * idle, 1),
            **account(sheet.id, seed),
            "land_source": "synthetic",
            "capacity_ha": capacity,
            "capacity_source": ASSUMED,
            "energy_quota_tce": round(capacity * tce),
            "cod_quota_t": round(capacity * cod, 2),
            "quota_source": "synthetic",
            "open": True,
        }
        features.append((properties, _draw(sheet, area, seed)))
    return features
