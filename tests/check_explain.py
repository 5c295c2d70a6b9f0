"""Recomputes every number of every sentence of `explain`: check_explain.py PLAN_JSON LINES

A line is `{"id", "project", "zh", "en"}`: the paragraph of one enterprise or project in both languages; or that of a park,
`{"park", "refused": [[id, project]…], "zh", "en"}`, with whom it lists as not coming. Each phrase that
has numbers is found by its pattern, and held against the plan, its inputs and its rules by arithmetic of this file and
of `check_plan.py`; it is then taken out. Names, codes and clauses are taken out too. A digit that is left is an error:
no number may stand in a sentence that nobody recognises.
"""

import bisect
import json
import math
import re
import sys
import tomllib
from pathlib import Path

import check_plan
from check_plan import Decisions, Park, Zone, covered, land_need, number, terms

N = r"(-?\d+(?:\.\d+)?)"
MU = {"mu": 15, "ha": 1, "亩": 15, "公顷": 1}


def near(shown, value, decimals=2, slack=1e-6):
    """Whether a number as it is shown is the value, rounded."""
    return abs(float(shown) - value) <= 0.5 * 10**-decimals + slack


def significant(shown, value):
    """Whether a number of three digits that count is the value."""
    return value == float(shown) or abs(float(shown) - value) <= 0.51 * 10 ** (math.floor(math.log10(abs(value))) - 2)


class Case:
    def __init__(self, plan):
        self.plan, self.rules = plan, tomllib.loads(plan["rule_book"]["text"])
        self.weights, self.decisions = plan["weights"], Decisions(plan)
        self.parks = [Park(row) for row in plan["parks"]]
        capacities = check_plan.check_land_use(plan, self.rules)
        for park in self.parks:
            park.capacity = capacities[park.id]
            self.decisions.revise(park)
        self.zones = [Zone(row) for row in plan.get("zones", [])]
        self.rows = {(False, e["id"]): e for e in plan["enterprises"]}
        self.rows.update({(True, p["id"]): p for p in plan.get("projects", [])})
        self.metres, self.groups = {}, {}
        self.comers = {}
        for row in [*plan["enterprises"], *plan.get("projects", [])]:
            if row.get("park"):
                self.comers.setdefault(row["park"], []).append(row)

    def distance(self, row, park):
        """Kilometres from a site to a park; none from where there is none."""
        key = (row["id"], "stands_in" in row, park.id)
        if key not in self.metres:
            self.metres[key] = park.distances(row["site"]) / 1000 if row.get("site") else None
        return self.metres[key]

    def label(self, park, lang):
        names = park.row["name"]
        return names[lang] or names["en"] or names["zh"] or park.id

    def quality(self, row):
        """Each element by its id, and their weighted mean."""
        technology = [code for each in self.rules.get("high_technology", []) for code in each["industries"]]
        scores, all_of_it = {}, 0.0
        for element in self.rules.get("quality", []):
            if "high_technology" in element["measure"]:
                score = float(bool(technology) and covered(row["industry"], technology)) if row["industry"] else None
            else:
                ratio = element["measure"]["ratio"]
                value, per = number(row, ratio["field"]), number(row, ratio["per"]) if "per" in ratio else 1.0
                value = None if value is None or per is None or per <= 0 else value / per
                span = ratio["best"] - ratio["worst"]
                score = None if value is None else min(max((value - ratio["worst"]) / span, 0.0), 1.0)
            scores[element["id"]] = score
            all_of_it += element["weight"] * (score or 0.0)
        whole = sum(element["weight"] for element in self.rules.get("quality", []))
        return scores, all_of_it / whole if whole else 0.0

    def measure(self, row, test):
        value = number(row, test["field"])
        if "per" not in test or value is None:
            return value
        per = number(row, test["per"])
        return None if per is None or per <= 0 else value / per

    def group(self, rule, test, code):
        """The measures of the longest industry above a code that has enough of them, ascending."""
        names = dict(line.split(",", 1) for line in self.plan["rule_book"]["classification"].splitlines() if "," in line)
        if rule["id"] not in self.groups:
            groups = {}
            for e in self.plan["enterprises"]:
                if e["industry"] and covered(e["industry"], rule.get("industries", [])):
                    if (value := self.measure(e, test)) is not None:
                        for end in range(3, len(e["industry"]) + 1):
                            if e["industry"][1:end] in names:
                                groups.setdefault(e["industry"][:end], []).append(value)
            self.groups[rule["id"]] = {k: sorted(v) for k, v in groups.items()}
        relative = test["relative"]
        for end in range(len(code), 2, -1):
            values = self.groups[rule["id"]].get(code[:end], [])
            if len(values) >= relative.get("at_least", 20):
                n = len(values)
                median = (values[(n - 1) // 2] + values[n // 2]) / 2
                if "times_median" in relative:
                    limit = relative["times_median"] * median
                else:
                    limit = values[max(math.ceil(relative["percentile"] / 100 * n - 1e-9), 1) - 1]
                if limit > 0:
                    return code[:end], values, median, limit
        return None


class Subject:
    """One paragraph in one language; each method takes out the phrases that it has found to be true."""

    def __init__(self, case, row, project, lang, text, faults):
        self.case, self.row, self.project, self.lang = case, row, project, lang
        self.text, self.faults, self.whole = text, faults, text
        self.units = "|".join(["mu", "ha"] if lang == "en" else ["亩", "公顷"])
        self.by_label = {case.label(park, lang): park for park in case.parks}
        self.park = next((park for park in case.parks if park.id == row.get("park")), None)

    def fault(self, what):
        self.faults.append(f"{self.row['id']} ({self.lang}): {what}\n  {self.whole}")

    def hold(self, true, what):
        if not true:
            self.fault(what)

    def take(self, english, chinese, check):
        """Finds a phrase wherever it stands, checks it and takes it out; gives how often it stood there."""
        pattern = english if self.lang == "en" else chinese
        found = 0
        while match := re.search(pattern, self.text):
            found += 1
            check(match)
            self.text = self.text[: match.start()] + " ¶ " + self.text[match.end() :]
        return found

    def land(self, shown, unit, hectares, what):
        self.hold(near(shown, hectares * MU[unit]), f"{what}: {shown} {unit}, not {hectares} ha")

    def unit_land(self, hectares, unit):
        return hectares * MU[unit]

    # What becomes of it.

    def decision(self):
        row = self.row
        self.take(r" in (\d{4})(?=[.:])", r"，安排在 (\d{4}) 年", lambda m: self.hold(int(m[1]) == row.get("year"), f"year {m[1]}"))
        goes = {"moves": ("moves to", "迁入"), "settles": ("settles in", "入驻")}.get(row["verdict"])
        if goes:
            label = self.case.label(self.park, self.lang)
            word = goes[self.lang == "zh"]
            self.hold(f"{word} {label}" in self.text or f"{word}{label}" in self.text, f"it does not say {word} {label}")

    def land_now(self):
        U = self.units
        now = self.row.get("land_ha")
        both_en, both_zh = rf"{N} ({U})(?: \({N} ha\))?", rf"{N} ({U})(?:（{N} 公顷）)?"

        def in_both(m, hectares, what):
            self.land(m[1], m[2], hectares, what)
            self.hold((MU[m[2]] == 15) == bool(m[3]), f"{what}: mu and hectares, or hectares alone")
            if m[3]:
                self.land(m[3], "ha", hectares, what)

        self.take(rf"it has {both_en} of land", rf"现状用地 {both_zh}", lambda m: in_both(m, now, "present land"))

        def gets(m):
            need, basis = land_need(self.row, self.case.rules)
            need /= 1e4
            in_both(m, need, "land need")
            if m[4]:
                self.land(m[4], m[2], now - need, "less")
            self.hold(bool(m[4]) == (basis == "guide" and now > need), "whether it gets less")

        self.take(rf"In a park it gets {both_en}(?:, {N} (?:{U}) less than it has)?", rf"园区内核定用地 {both_zh}(?:，比现状少 {N} (?:{U}))?", gets)
        self.take(rf"It needs {N} ({U}) of land", rf"它需用地 {N} ({U})", lambda m: self.land(m[1], m[2], now, "need"))

        def needs(m):
            self.land(m[1], m[2], land_need(self.row, self.case.rules)[0] / 1e4, "need in reasons")
            self.land(m[3], m[4], now, "present in reasons")

        self.take(rf"needs {N} ({U}) in a park, has {N} ({U})", rf"园区用地需求 {N} ({U})，现状 {N} ({U})", needs)

    def quality(self):
        scores, mean = self.case.quality(self.row)

        def check(m):
            self.hold(near(m[1], mean), f"quality {m[1]}, not {mean}")
            self.hold(near(m[1], self.row["quality"]), f"quality {m[1]}, not {self.row['quality']}")
            rest = m[2]
            for element in self.case.rules.get("quality", []):
                name, score = element["name"].get(self.lang) or next(iter(element["name"].values())), scores[element["id"]]
                said = re.search(re.escape(name) + (rf" {N}" if score is not None else "( not rated|未评)"), rest)
                self.hold(said is not None, f"{name} is not said")
                if said and score is not None:
                    self.hold(near(said[1], score), f"{name} {said[1]}, not {score}")
                    rest = rest.replace(said[0], "", 1)
            self.hold(not re.search(r"\d", rest), f"numbers of no element: {rest}")

        self.take(rf"Its quality is {N} of 1 \((.*?)\)(?=[.,])", rf"四要素综合评分 {N}（(.*?)）(?=[。，])", check)

    def pair(self, park, pinned=False):
        return terms(self.row["industry"], park, self.case.rules, self.case.weights, pinned) if self.row["industry"] else None

    def parts(self, park, pinned):
        """Fit, utilisation, preferences, apart."""
        weights = self.case.weights
        whole, fit = self.pair(park, pinned)
        fit_km = weights["fit_km"] * (1 - fit)
        without = {**weights, "utilisation_km": 0}
        rest, _ = terms(self.row["industry"], park, self.case.rules, without, pinned)
        return fit, fit_km, whole - rest, rest - fit_km

    def change(self, park):
        return 0.0 if self.project else self.case.decisions.change(self.row, park and park.id)

    def cost(self):
        if self.park is None:
            return
        pinned = not self.project and self.case.decisions.pin(self.row) == self.park.id
        fit, fit_km, use, preference = self.parts(self.park, pinned)
        km, change = self.case.distance(self.row, self.park) or 0.0, self.change(self.park)

        def check(m):
            for shown, value, what in zip(m.groups(), [km + fit_km + use + preference + change, km, fit_km, fit, use, preference, change], ["cost", "distance", "fit", "industry fit", "utilisation", "preferences", "change"]):
                if shown is not None:
                    self.hold(near(shown, value, slack=2e-4), f"{what} {shown}, not {value}")
            self.hold((m[7] is not None) == (change > 0), "whether a change is said")

        found = self.take(
            rf"That costs {N} km-equivalents: distance {N}, fit {N} \(industry fit {N}\), utilisation {N}, preferences {N}(?:, changing the earlier plan {N})?",
            rf"综合成本 {N} 公里当量：距离 {N}，产业适配 {N}（适配度 {N}），用地利用 {N}，政策偏好 {N}(?:，变更较早方案 {N})?",
            check,
        )
        self.hold(found == 1, "its cost is said once")

    # What the parks answer.

    def needs(self, limit):
        if limit["resource"] == "land":
            return self.row.get("need_ha", self.row.get("land_ha")) or 0.0
        resource = next(r for r in self.case.plan["resources"] if r["id"] == limit["resource"])
        return self.row["facts"].get(resource["need"]) or 0.0

    def resource(self, name):
        """The id of what a sentence names."""
        if name in ("land", "用地"):
            return "land"
        return next(r["id"] for r in self.case.plan["resources"] if name in r["name"].values())

    def shortage(self, park, name, free):
        limit = next(limit for limit in park.row["limits"] if limit["resource"] == self.resource(name))
        return self.needs(limit) - free(limit)

    def short(self, park, name, shown, unit, free):
        """What is short is rounded up: as much more is enough, a hundredth less is not."""
        short = self.shortage(park, name, free) * MU.get(unit, 1)
        self.hold(-1e-6 <= float(shown) - short <= 0.01 + 1e-6, f"short by {shown} {unit} in {park.id}, not {short}")

    def answers(self):
        names = "|".join(re.escape(label) for label in sorted(self.by_label, key=len, reverse=True))
        left = lambda limit: (limit["capacity"] or 0.0) - limit["taken"]
        name = r"([^，：;:]+?)"
        unit = r"([^\d\s，；。;,.]+(?:/[^\d\s，；。;,.]+)?)"

        def outbid(m):
            park = self.by_label[m["park"]]
            self.short(park, m["what"], m["short"], m["unit"], left)
            if m["price"]:
                price = park.row["shadow_price_km_per_ha"] / MU[m["per"]]
                self.hold(near(m["price"], price), f"price {m['price']}, not {price}")
            seconds = [(r["second_choice"]["margin_km"], r["id"]) for r in self.case.comers.get(park.id, []) if r.get("second_choice")]
            if m["loser"]:
                most = max(margin for margin, _ in seconds)
                ids = {who for margin, who in seconds if margin == most}
                self.hold(m["loser"] in ids and near(m["margin"], most), f"{m['loser']} loses {m['margin']}, not {ids} {most}")
            else:
                self.hold(not seconds, "nobody would lose most")

        park = rf"(?P<park>{names})"
        self.take(
            rf"(?P<said>{park}(?: \((?P<km>\d+(?:\.\d+)?) km\))?: )its {name.replace('(', '(?P<what>', 1)} went to others; short by (?P<short>\d+(?:\.\d+)?) {unit.replace('(', '(?P<unit>', 1)}(?:, at (?P<price>\d+(?:\.\d+)?) km per (?P<per>ha|mu))?(?:; of those there, (?:enterprise|project) (?P<loser>\S+) would lose most elsewhere \((?P<margin>-?\d+(?:\.\d+)?) km\))?",
            rf"(?P<said>{park}(?:（距离 (?P<km>\d+(?:\.\d+)?) 公里）)?：){name.replace('(', '(?P<what>', 1)}已分配给其他企业，缺 (?P<short>\d+(?:\.\d+)?) {unit.replace('(', '(?P<unit>', 1)}(?:，影子价格每(?P<per>公顷|亩) (?P<price>\d+(?:\.\d+)?) 公里)?(?:，其中(?:企业|项目) (?P<loser>\S+) 改去他处增加的成本最多（(?P<margin>-?\d+(?:\.\d+)?) 公里）)?",
            lambda m: (self.away(m), outbid(m)),
        )

        def small(m):
            park = self.by_label[m["park"]]
            limit = next(x for x in park.row["limits"] if x["resource"] == self.resource(m["what"]))
            self.hold(near(m["all"], (limit["capacity"] or 0.0) * MU.get(m["unit"], 1)), f"{m['all']} in all")
            self.short(park, m["what"], m["short"], m["unit"], lambda limit: limit["capacity"] or 0.0)

        self.take(
            rf"(?P<said>{park}(?: \((?P<km>\d+(?:\.\d+)?) km\))?: )too small: its {name.replace('(', '(?P<what>', 1)} is (?P<all>\d+(?:\.\d+)?) {unit.replace('(', '(?P<unit>', 1)} in all; short by (?P<short>\d+(?:\.\d+)?) \S+?(?=[;.])",
            rf"(?P<said>{park}(?:（距离 (?P<km>\d+(?:\.\d+)?) 公里）)?：){name.replace('(', '(?P<what>', 1)}总量 (?P<all>\d+(?:\.\d+)?) {unit.replace('(', '(?P<unit>', 1)}，小于所需，缺 (?P<short>\d+(?:\.\d+)?) [^；。]+",
            lambda m: (self.away(m), small(m)),
        )

        def fit(m):
            park, least = self.by_label[m["park"]], self.case.weights["minimum_fit"]
            book = self.case.rules.get("parks", {}).get(park.id, {})
            plan = book.get("plan") or dict(map(tuple, park.row["industries"]))
            value = check_plan.longest_prefix(self.row["industry"], plan)
            self.hold(near(m["fit"], value) and near(m["least"], least) and value < max(least, 1e-9), f"fit {m['fit']} against {m['least']}, not {value}")

        self.take(
            rf"{park}(?: \((?P<km>\d+(?:\.\d+)?) km\))?: industry fit (?P<fit>\d+(?:\.\d+)?) is below the minimum of (?P<least>\d+(?:\.\d+)?)",
            rf"{park}(?:（距离 (?P<km>\d+(?:\.\d+)?) 公里）)?：产业适配度 (?P<fit>\d+(?:\.\d+)?) 低于下限 (?P<least>\d+(?:\.\d+)?)",
            lambda m: (self.away(m), fit(m)),
        )

        def far(m):
            cut_off = self.case.weights["cut_off_km"]
            self.hold(near(m["far"], self.case.distance(self.row, self.by_label[m["park"]]), slack=2e-4), "too far")
            self.hold(float(m["cut"]) == cut_off and float(m["far"]) >= cut_off - 0.01, f"cut-off {m['cut']}, not {cut_off}")

        self.take(
            rf"{park}(?: \((?P<km>\d+(?:\.\d+)?) km\))?: (?P<far>\d+(?:\.\d+)?) km away, beyond the cut-off of (?P<cut>\d+(?:\.\d+)?) km",
            rf"{park}(?:（距离 (?P<km>\d+(?:\.\d+)?) 公里）)?：距离 (?P<far>\d+(?:\.\d+)?) 公里，超过截止距离 (?P<cut>\d+(?:\.\d+)?) 公里",
            lambda m: (self.away(m), far(m)),
        )
        for row in (park.row for park in self.case.parks):
            for zone in row.get("zones", []):
                self.refused(next(p for p in self.case.parks if p.row is row), zone)
        # Whatever else a park answers has the distance alone.
        self.take(rf"{park} \((?P<km>\d+(?:\.\d+)?) km\): ", rf"{park}（距离 (?P<km>\d+(?:\.\d+)?) 公里）：", self.away)

    def refused(self, park, found):
        """A rule of space that a park lies within reach of."""
        text = found["text"][self.lang]
        if text not in self.text:
            return
        rule = next(r for r in self.case.rules["spatial"] if r["id"] == found["rule"])
        metres = min(z.metres_to_park(park) for z in self.case.zones if z.reach(rule) is not None)
        said = re.search(rf"{N} (?:m from|米，)", text)
        self.hold(abs((float(said[1]) if said else 0.0) - metres) <= 1.0, f"{park.id} is {metres} m off: {text}")
        limit = re.search(rf"(?:limit|限) {N}", text)
        self.hold(not limit or any(float(limit[1]) == z.reach(rule) for z in self.case.zones), f"limit in {text}")
        self.text = self.text.replace(text, " ¶ ")

    def away(self, m):
        if m["km"] is not None:
            value = self.case.distance(self.row, self.by_label[m["park"]])
            self.hold(near(m["km"], value, slack=2e-4), f"{m['park']} is {m['km']} km away, not {value}")

    def others(self):
        if self.row["industry"] is None:
            return
        own = self.case.distance(self.row, self.park) if self.park else None
        paid = self.row["cost_km"] if self.park else None
        pin, forbidden = self.case.decisions.pin(self.row) if not self.project else None, self.case.decisions.forbidden(self.row) if not self.project else set()

        def better(park):
            if self.park is None:
                return True
            km, offer = self.case.distance(self.row, park), self.pair(park)
            if park is self.park:
                return False
            nearer = km is not None and own is not None and km < own - 1e-6
            barred = park.id in self.row.get("stands_in", [])
            within = km is None or km <= self.case.weights["cut_off_km"] or pin or park.id in forbidden
            cheaper = offer and within and not barred and (km or 0.0) + offer[0] + self.change(park) < paid - 1e-5
            return nearer or bool(cheaper)

        count = sum(map(better, self.case.parks))
        self.take(rf"{N} more in the table", rf"另有 {N} 个见下表", lambda m: self.hold(int(m[1]) == count - 3, f"{m[1]} more, not {count - 3}"))

    def second(self):
        second = self.row.get("second_choice")
        label = second and self.case.label(next(p for p in self.case.parks if p.id == second["park"]), self.lang)

        def check(m):
            self.hold(m["park"] == label and near(m["km"], abs(second["margin_km"])), f"second choice {m[0]}, not {label} {second}")
            self.hold((m["way"] in ("dearer", "高")) == (second["margin_km"] > 0), "dearer or cheaper")

        self.take(r"The second choice is (?P<park>.+?), (?P<km>[0-9.]+) km (?P<way>dearer|cheaper)", r"第二选择是(?P<park>.+?)，按影子价格(?P<way>高|反而低) (?P<km>[0-9.]+) 公里", check)

    def agreement(self):
        share = self.row.get("agreement")
        self.take(rf"{N} % of the plans say the same", rf"{N} % 的结果与此相同", lambda m: self.hold(near(m[1], 100 * share, 0), f"{m[1]} % agree, not {share}"))

    def left_out(self):
        within, needs = [], self.row["verdict"] == "unplaced"
        for park in self.case.parks if needs else []:
            barred = not self.project and (park.id in self.row["stands_in"] or park.id in self.case.decisions.forbidden(self.row))
            km = self.case.distance(self.row, park)
            if self.pair(park) and not barred and (km is None or km <= self.case.weights["cut_off_km"]):
                within.append(park)
        fits = lambda park: all(self.needs(limit) <= (limit["capacity"] or 0.0) - limit["taken"] + 5e-5 for limit in park.row["limits"])
        roomy = sum(map(fits, within))
        count = lambda m, shown, value, what: self.hold(int(shown) == value, f"{shown} {what}, not {value}")
        self.take(rf"{N} of the {N} parks that may take it", rf"可接收的 {N} 个园区中有 {N} 个容量足够", lambda m: (count(m, m[1 if self.lang == "en" else 2], roomy, "have room"), count(m, m[2 if self.lang == "en" else 1], len(within), "may take it")))
        self.take(rf"(?:none|any) of the {N} parks that may take it", rf"可接收的 {N} 个园区", lambda m: count(m, m[1], len(within), "may take it"))

    def repairs(self):
        if self.row["verdict"] != "unplaced":
            return
        weights, case = self.case.weights, self.case
        penalty = weights["unplaced_km"] + weights["quality_km"] * self.row["quality"] + self.change(None)
        penalty += weights.get("project_km", 0) if self.project else case.rules.get("classes", {}).get("priority_km", {}).get(self.row.get("class"), 0.0)
        left = lambda limit: (limit["capacity"] or 0.0) - limit["taken"]
        names = "|".join(re.escape(label) for label in sorted(self.by_label, key=len, reverse=True))

        def price(m, value):
            self.hold(near(m["price"], abs(value), slack=2e-4), f"a repair of {m['price']} km, not {value}")
            saves = m["way"] in ("saves", "减少")
            self.hold(saves == (value < 0), f"a repair that {m['way']}, {value}")

        def more(m, park):
            lacking = re.findall(r"\+(\d+(?:\.\d+)?) (\S+) of (.+?)(?= and \+| there|$)", m["more"] or "") if self.lang == "en" else [(s, u, n) for n, s, u in re.findall(r"([^、]+?) (\d+(?:\.\d+)?) ([^、]+)", m["more"] or "")]
            for shown, unit, name in lacking:
                self.short(park, name, shown, unit, left)
            short = [x for x in park.row["limits"] if self.needs(x) - left(x) > 5e-5]
            self.hold(len(lacking) == len(short), f"{len(lacking)} things are short in {park.id}, not {len(short)}")

        def room(m):
            park = self.by_label[m["park"]]
            more(m, park)
            offer, km = self.pair(park), case.distance(self.row, park) or 0.0
            price(m, km + offer[0] + self.change(park) - penalty)

        tail_en = r"(?:, with (?P<more>.+?) there)?: (?P<way>saves|costs) (?:at least |at most )?(?P<price>\d+(?:\.\d+)?) km(?: more)?"
        tail_zh = r"(?:，需增加(?P<more>.+?))?：全方案成本(?:至少|至多)?(?P<way>减少|增加) (?P<price>\d+(?:\.\d+)?) 公里"
        self.take(rf"room in (?P<park>{names}){tail_en}", rf"迁入 (?P<park>{names}){tail_zh}", room)

        def reach(m):
            km = case.distance(self.row, self.by_label[m["park"]])
            self.hold(float(m["from"]) == weights["cut_off_km"] and 0 <= float(m["to"]) - km + 2e-4 <= 0.1 + 4e-4, f"cut-off {m['from']} to {m['to']} for {km}")
            room(m)

        self.take(rf"cut-off (?P<from>\d+(?:\.\d+)?) → (?P<to>\d+(?:\.\d+)?) km, which reaches (?P<park>{names}){tail_en}", rf"截止距离由 (?P<from>\d+(?:\.\d+)?) 增至 (?P<to>\d+(?:\.\d+)?) 公里，可达 (?P<park>{names}){tail_zh}", reach)

        def admit(m):
            park = self.by_label[m["park"]]
            book = case.rules.get("parks", {}).get(park.id, {})
            own = check_plan.longest_prefix(self.row["industry"], book.get("plan") or dict(map(tuple, park.row["industries"])))
            least = max(weights["minimum_fit"], own)
            self.hold(near(m["fit"], least), f"a fit of {m['fit']}, not {least}")
            more(m, park)
            worst = weights["fit_km"] * (1 - least) + weights["utilisation_km"] + sum(p["adds_km"] for p in case.rules.get("preferences", []))
            price(m, (case.distance(self.row, park) or 0.0) + worst + self.change(park) - penalty)

        self.take(rf"admit \S+ to (?P<park>{names}) at a fit of (?P<fit>\d+(?:\.\d+)?){tail_en}", rf"(?P<park>{names}) 准入行业 \S+（适配度 (?P<fit>\d+(?:\.\d+)?)）{tail_zh}", admit)

        def way(m):
            leaver = case.rows.get((m["kind"] in ("project", "项目"), m["who"]))
            other = Subject(case, leaver, m["kind"] in ("project", "项目"), self.lang, "", self.faults)
            pays = lambda subject, park: (case.distance(subject.row, park) or 0.0) + subject.pair(park)[0] + subject.change(park)
            park = self.by_label[m["park"]]
            if m["to"]:
                moved = pays(other, self.by_label[m["to"]])
            else:
                moved = weights["unplaced_km"] + weights["quality_km"] * leaver["quality"] + other.change(None)
                moved += weights.get("project_km", 0) if other.project else case.rules.get("classes", {}).get("priority_km", {}).get(leaver.get("class"), 0.0)
            price(m, pays(self, park) - penalty + moved - pays(other, park))

        who = {"en": r"(?P<kind>enterprise|project) (?P<who>\S+)", "zh": r"(?P<kind>企业|项目) (?P<who>\S+)"}[self.lang]
        self.take(
            rf"{who} (?:goes to (?P<to>{names}) instead of|leaves) (?P<park>{names})(?: and is unplaced itself)?: (?P<way>saves|costs) (?P<price>\d+(?:\.\d+)?) km(?: more)?",
            rf"{who} (?:由 (?P<park>{names}) 改迁 (?P<to>{names})|让出 (?P<gives>{names})，自身不再安置)：全方案成本(?P<way>减少|增加) (?P<price>\d+(?:\.\d+)?) 公里",
            lambda m: way(m if m["park"] else {**m.groupdict(), "park": m["gives"]}),
        )

    # What rules found.

    def findings(self):
        case = self.case
        screening = {rule["id"]: rule for rule in case.rules.get("screening", [])}
        for finding in self.row.get("findings", []):
            text, rule = finding["text"][self.lang], screening.get(finding["rule"])
            rest = self.text.replace(text, " ¶ ")
            self.hold(rest != self.text, f"it does not say {text!r}")
            self.text = rest
            words = lambda value: value if isinstance(value, str) else value.get(self.lang) or next(iter(value.values()))
            source = rule or next(r for r in case.rules["spatial"] if r["id"] == finding["rule"])
            for known in (words(source["name"]), words(source["clause"])):
                text = text.replace(known, "")
            if rule is None:
                self.spatial(source, text)
            elif "value" in finding:
                self.measured(rule, finding, text)

    def spatial(self, rule, text):
        zones = [(z.metres(self.row["site"]), z) for z in self.case.zones if z.reach(rule) is not None]
        inside = [(d, z) for d, z in zones if d <= z.reach(rule) + 0.5]
        metres, zone = min(inside, key=lambda pair: pair[0])
        said = re.search(rf"{N} (?:m from|米)", text)
        if said:
            self.hold(abs(float(said[1]) - metres) <= 1.0, f"{said[1]} m, not {metres}")
            limit = re.search(rf"(?:limit|限) {N}", text)
            self.hold(float(limit[1]) == zone.reach(rule), f"limit {limit[1]}, not {zone.reach(rule)}")
        else:
            self.hold(metres < 0.5, f"within, but {metres} m away")

    def measured(self, rule, finding, text):
        test = rule["test"].get("above") or rule["test"]["below"]
        above, value = "above" in rule["test"], self.case.measure(self.row, test)
        text = text.replace("10,000 yuan", "")
        self.hold(value is not None and math.isclose(value, finding["value"], rel_tol=1e-12), f"measures {finding['value']}, not {value}")
        numbers = [n for n in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.]*[A-Za-z])", text)]
        expect = lambda what, shown, true: self.hold(true, f"{rule['id']}: {what} {shown} in {text!r}")
        if "peers" in finding:
            code, values, median, limit = self.case.group(rule, test, self.row["industry"])
            rank = len(values) - bisect.bisect_right(values, value) + 1 if above else bisect.bisect_left(values, value) + 1
            relative = test["relative"]
            first = re.search(rf"{N} (?:\S+/|吨|t|tce|$)", text) and numbers[0]
            expect("value", first, significant(numbers[0], value))
            expect("industry", code, code in text)
            size = re.search(rf"of the {N} enterprises|本次调查 {N} 家", text)
            expect("size", size and size[0], size and int(size[1] or size[2]) == len(values))
            at = re.search(rf"the median {N}|中位数 {N}", text)
            if at:
                expect("median", at[0], significant(at[1] or at[2], median))
                times = re.search(rf"{N} times the median {N}|的 {N} 倍，由", text)
                expect("times", times and times[0], times and significant(times[1] or times[3], value / median))
            else:
                expect("median", 0, median == 0)
            place = re.search(rf"number {N} from|第 {N} 位", text)
            expect("rank", place and place[0], place and int(place[1] or place[2]) == rank)
            said = re.search(rf"(?:relative: |相对限值为)(?:{N} times|中位数的 {N} 倍|percentile {N}, {N}|第 {N} 百分位 {N})", text)
            if "times_median" in relative:
                expect("limit", said and said[0], said and float(said[1] or said[2]) == relative["times_median"])
            else:
                expect("percentile", said and said[0], said and float(said[3] or said[5]) == relative["percentile"] and significant(said[4] or said[6], limit))
            expect("beyond", value, value > limit if above else value < limit)
            return
        limit = finding["limit"]
        if "origin" in finding:
            origin = finding["origin"]
            rows = [line for line in self.case.plan["rule_book"]["limits"].splitlines() if str(origin["clause"]) in line]
            expect("row", origin, any(str(origin["unit"]) in row for row in rows))
        else:
            own = test["limits"]
            expect("limit", limit, limit == own[max((c for c in own if self.row["industry"].startswith(c)), key=len)])
        said = re.search(rf"(?:limit of|限值) {N}", text)
        expect("limit", said and said[0], said and significant(said[1], limit))
        expect("value", numbers[0], significant(numbers[0], value))
        margin = value / limit - 1 if above else 1 - value / limit
        far = re.search(rf"{N} % (?:over|short)|(?:超出|低于) {N} %", text)
        expect("margin", far and far[0], far and near(far[1] or far[2], 100 * margin, 0))

    # What is no number: names, codes, clauses, reasons of decisions.

    def names(self):
        plan, rules = self.case.plan, self.case.rules
        texts = [self.row["id"], self.row.get("name") or "", self.row["industry"] or ""]
        if self.project:
            texts += [r[self.lang] for r in self.row["reasons"] if re.search(r"\d (?:m|米)", r[self.lang])]
        texts += [label for label in self.by_label] + [park.id for park in self.case.parks]
        texts += [c["name"].get(self.lang, "") for c in rules.get("land_classes", [])]
        for kind in ("screening", "spatial", "eligibility"):
            for rule in rules.get(kind, []):
                for value in (rule.get("name"), rule.get("clause")):
                    texts.append(value if isinstance(value, str) else (value or {}).get(self.lang, ""))
        for decision in [d for key in ("pins", "forbids", "locks", "park_changes") for d in plan.get("decisions", {}).get(key, [])]:
            texts.append(decision["why"] if isinstance(decision["why"], str) else decision["why"].get(self.lang, ""))
        for zone in plan.get("zones", []):
            texts += [zone["id"], zone["name"].get(self.lang, "")]
        for text in sorted(filter(None, texts), key=len, reverse=True):
            self.text = self.text.replace(text, "")
        self.text = re.sub(r"\b[A-T]\d{2,4}\b", "", self.text)
        self.hold(not re.search(r"\d", self.text), f"what nobody recognises: {self.text}")


class ParkParagraph:
    """What is said of a park, held against who stands in it and comes to it by the plan."""

    def __init__(self, case, line, lang, faults):
        self.case, self.line, self.lang, self.text, self.faults = case, line, lang, line[lang], faults
        self.park = next(park for park in case.parks if park.id == line["park"])
        rows = list(case.rows.items())
        self.mu = bool(re.search(r"\d (?:mu|亩)", self.text))
        self.inside = [e for (project, _), e in rows if not project and e["stands_in"][:1] == [self.park.id]]
        self.comers = [(project, row) for (project, _), row in rows if row.get("park") == self.park.id]
        self.others = [(project, row) for (project, _), row in rows if row["verdict"] in ("moves", "settles", "unplaced") and row.get("park") != self.park.id]

    def take(self, english, chinese, values, decimals=2):
        """Finds a sentence, holds its numbers against values, and takes it out."""
        match = re.search(english if self.lang == "en" else chinese, self.text)
        shown = [float(number) for number in match.groups() if number is not None] if match else None
        if shown is None or len(shown) != len(values) or not all(near(*pair, decimals) for pair in zip(shown, values)):
            self.faults.append(f"{self.park.id} ({self.lang}): {english}: {shown}, not {values}\n  {self.line[self.lang]}")
        if match:
            self.text = self.text.replace(match[0], "", 1)

    def land(self, hectares):
        """Land as it is shown: in mu, hectares stand behind."""
        return [hectares * 15, hectares] if self.mu else [hectares]

    def check(self):
        U, both = r"(?:ha|mu|公顷|亩)", rf"{N} (?:ha|mu|公顷|亩)(?:(?: \(|（){N} (?:ha|公顷)[)）])?"
        need = lambda row: row.get("need_ha", row.get("land_ha")) or 0.0
        taken = sum(need(row) for _, row in self.comers)
        moves, projects = sum(not p for p, _ in self.comers), sum(p for p, _ in self.comers)
        new = [float(projects)] if projects else []
        if self.comers:
            label = re.escape(self.case.label(self.park, self.lang))
            self.text = self.text.replace("No enterprise moves", "0 enterprises move")
            self.take(
                rf"^(\d+) enterprises? moves? to {label}(?:, (\d+) new projects? settles? in it)?; in all they take {both} of its land\.",
                rf"^(\d+) 家企业迁入{label}(?:，入驻新项目 (\d+) 个)?，共占用园区用地 {both}。",
                [moves, *new, *self.land(taken)],
            )
        closes = [e for e in self.inside if e["verdict"] == "in_park_closes"]
        leaves = [e for e in self.inside if e["verdict"] == "moves"]
        stay = len(self.inside) - len(closes) - len(leaves)
        self.take(
            r"in it: (\d+) staying or to be reviewed, (\d+) closing, (\d+) leaving\.",
            r"(\d+) 家保留或待核定，(\d+) 家淘汰，(\d+) 家迁出。",
            [stay, len(closes), len(leaves)],
        )
        area = lambda rows: sum(e["land_ha"] or 0.0 for e in rows)
        before = area(self.inside)
        after = before - area(closes) - area(leaves) + taken
        self.take(
            rf"projects in it is {both} before the plan and {both} after it\.",
            rf"规划前 {both}，规划后 {both}。",
            [*self.land(before), *self.land(after)],
        )
        for limit in self.park.row["limits"]:
            self.limit(limit, taken, U)
        years = {}
        for _, row in self.comers:
            if row.get("year"):
                years[row["year"]] = years.get(row["year"], 0) + 1
        if years:
            pairs = [number for year in sorted(years) for number in ((years[year], year) if self.lang == "en" else (year, years[year]))]
            open_ = len(self.comers) - sum(years.values())
            en, zh = ", ".join([r"(\d+) in (\d{4})"] * len(years)), "，".join([r"(\d{4}) 年 (\d+) 家"] * len(years))
            more = [r", (\d+) in no year", r"，未排年度 (\d+) 家"] if open_ else ["", ""]
            self.take(rf"By year: {en}{more[0]}\.", rf"分年度：{zh}{more[1]}。", pairs + ([open_] if open_ else []))
        self.refused()
        left = self.text.replace(self.case.label(self.park, self.lang), "")
        if re.search(r"\d", re.sub(r"is 0: a little|为 0：略有", "", left)):
            self.faults.append(f"{self.park.id} ({self.lang}): what nobody recognises: {left}")

    def limit(self, limit, land, unit):
        if limit["resource"] == "land":
            name, amount, one, taken = ("land", "用地"), unit, None, land
        else:
            known = next(r for r in self.case.plan["resources"] if r["id"] == limit["resource"])
            name = (known["name"]["en"] or known["name"]["zh"], known["name"]["zh"] or known["name"]["en"])
            amount, one = re.escape(known["unit"][self.lang] or next(iter(known["unit"].values()))), 1
            taken = sum(row["facts"].get(known["need"]) or 0.0 for _, row in self.comers)
        if limit["capacity"] is not None:
            scale = one or (15 if self.mu else 1)
            amounts = [limit["capacity"] * scale, taken * scale, max(limit["capacity"] - taken, 0.0) * scale]
            en, zh = map(re.escape, name)
            self.take(
                rf"Of {en}, newcomers may take {N} {amount}; they take {N} {amount}, and {N} {amount} is left\.",
                rf"{zh}可供 {N} {amount}，占用 {N} {amount}，剩余 {N} {amount}。",
                amounts,
            )
        price = re.search(rf"The shadow price of its {re.escape(name[0])} is {N} km per (\S+?):|{re.escape(name[1])}的影子价格为每(\S+) {N} 公里", self.text)
        if price:
            shown, per = price[1] or price[4], price[2] or price[3]
            if not near(shown, limit["shadow_price_km"] / (MU.get(per, 1) if not one else 1)):
                self.faults.append(f"{self.park.id} ({self.lang}): price {shown} per {per}, not {limit['shadow_price_km']}")
            self.text = re.sub(rf"{re.escape(price[0])}.*?(?:\.(?: |$)|。)", "", self.text, count=1)

    def refused(self):
        listed = {(project, id_) for id_, project in self.line["refused"]}
        by_key = {(project, row["id"]): row for project, row in self.others}
        if not listed <= set(by_key):
            self.faults.append(f"{self.park.id}: it lists who has nothing to do with it: {listed - set(by_key)}")
        for key, row in by_key.items():
            here, there = self.case.distance(row, self.park), row.get("distance_m")
            nearer = here is not None and there is not None and row.get("park") and here * 1000 < there - 0.01
            if nearer and key not in listed:
                self.faults.append(f"{self.park.id}: {key} is nearer and not listed")
        if listed:
            nowhere = sum(1 for key in listed if by_key.get(key, {}).get("verdict") == "unplaced")
            tail = re.search(r"of which (\d+) go nowhere: (.*)\.$|其中未能安置 (\d+) 家）：(.*)。$", self.text)
            counts = [int(number) for number in re.findall(r"\d+", (tail[2] or tail[4]) if tail else "")]
            if sum(counts) != len(listed):
                self.faults.append(f"{self.park.id} ({self.lang}): {counts} do not sum to {len(listed)}")
            self.take(r"suited (\d+) more enterprises and projects, of which (\d+) go nowhere: .*\.$", r"企业与项目共 (\d+) 家（其中未能安置 (\d+) 家）：.*。$", [len(listed), nowhere])


def main(plan, lines):
    plan = json.loads(Path(plan).read_text(encoding="utf-8"))
    case, faults, told = Case(plan), [], 0
    for line in Path(lines).read_text(encoding="utf-8").splitlines():
        line = json.loads(line)
        if "park" in line:
            for lang in ("zh", "en"):
                told += 1
                ParkParagraph(case, line, lang, faults).check()
            continue
        row = case.rows[line["project"], line["id"]]
        for lang in ("zh", "en"):
            told += 1
            subject = Subject(case, row, line["project"], lang, line[lang], faults)
            try:
                for part in ("decision", "findings", "land_now", "quality", "cost", "answers", "others", "second", "agreement", "left_out", "repairs", "names"):
                    getattr(subject, part)()
            except Exception as error:  # of what the text says, and of whom
                subject.fault(f"{type(error).__name__}: {error}")
    for fault in faults[:10]:
        print(fault, file=sys.stderr)
    expected = 2 * (len(case.rows) + len(case.parks))
    print(f"{told} paragraphs, {len(faults)} faults")
    return 1 if faults or told != expected else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
