//! Figures as mappers write them: speeds, weights, durations.

/// What a tag says of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Figure {
    /// So much.
    Is(f64),
    /// Known not to be a figure: no limit, walking pace, the limit of a class of roads in some country.
    Open,
    /// It cannot be understood.
    Unread,
}

impl Figure {
    pub(super) fn value(self) -> Option<f64> {
        if let Self::Is(value) = self { Some(value) } else { None }
    }

    /// The smaller of two, where only one of them is a figure that one, and otherwise the one that could not be read.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Is(a), Self::Is(b)) => Self::Is(a.min(b)),
            (is @ Self::Is(_), _) | (_, is @ Self::Is(_)) => is,
            (Self::Unread, _) | (_, Self::Unread) => Self::Unread,
            _ => Self::Open,
        }
    }

    fn of(value: Option<f64>) -> Self {
        value.filter(|value| *value > 0.0 && value.is_finite()).map_or(Self::Unread, Self::Is)
    }
}

/// km/h of `50`, `50 km/h`, `30 mph`, `10 knots`; of several lanes' the lowest. `none`, `walk` and the limits that stand
/// for a law (`CN:urban`) are no figures.
pub(super) fn speed(text: &str) -> Figure {
    let one = |text: &str| {
        let text = text.trim();
        let law = text.split_once(':').is_some_and(|(country, kind)| {
            country.len() == 2
                && country.bytes().all(|byte| byte.is_ascii_alphabetic())
                && !kind.is_empty()
        });
        if law || ["none", "walk", "signals", "variable", "unposted"].contains(&text) {
            return Figure::Open;
        }
        let (number, unit) = number_and_unit(text);
        let factor = match unit {
            "" | "km/h" | "kmh" | "kph" => Some(1.0),
            "mph" => Some(1.609_344),
            "knots" => Some(1.852),
            _ => None,
        };
        Figure::of(number.zip(factor).map(|(number, factor)| number * factor))
    };
    text.split([';', '|']).map(one).reduce(Figure::and).unwrap_or(Figure::Unread)
}

/// Tonnes of `7.5`, `7.5 t`, `3500 kg`, `8 st` (short tons), `8 lt` (long tons), `8000 lbs`.
pub(super) fn weight(text: &str) -> Figure {
    let text = text.trim();
    if ["none", "default", "unsigned", "no_sign"].contains(&text) {
        return Figure::Open;
    }
    let (number, unit) = number_and_unit(text);
    let factor = match unit {
        "" | "t" => Some(1.0),
        "kg" => Some(0.001),
        "st" => Some(POUND * 2_000.0),
        "lt" => Some(POUND * 2_240.0),
        "lb" | "lbs" => Some(POUND),
        _ => None,
    };
    Figure::of(number.zip(factor).map(|(number, factor)| number * factor))
}

/// Tonnes in a pound (International Yard and Pound Agreement, 1959).
const POUND: f64 = 0.000_453_592_37;

/// Minutes of `25`, `1:30`, `01:30:00` and `PT1H30M`.
pub(super) fn duration(text: &str) -> Figure {
    let text = text.trim();
    Figure::of(match text.strip_prefix('P') {
        Some(iso) => iso_minutes(iso),
        None => clock_minutes(text),
    })
}

fn clock_minutes(text: &str) -> Option<f64> {
    let parts: Option<Vec<f64>> = text.split(':').map(digits).collect();
    let below_60 = |part: f64| (part < 60.0).then_some(part);
    match parts?[..] {
        [minutes] => Some(minutes),
        [hours, minutes] => Some(hours * 60.0 + below_60(minutes)?),
        [hours, minutes, seconds] => {
            Some(hours * 60.0 + below_60(minutes)? + below_60(seconds)? / 60.0)
        }
        _ => None,
    }
}

/// ISO 8601 without its `P`. Years and months have no fixed length.
fn iso_minutes(text: &str) -> Option<f64> {
    let (days, time) = text.split_once('T').unwrap_or((text, ""));
    let part = |text: &str, units: &[(char, f64)]| {
        let (mut minutes, mut rest, mut units) = (0.0, text, units.iter());
        while !rest.is_empty() {
            let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
            let number = digits(&rest[..end])?;
            let unit = rest[end..].chars().next()?;
            minutes += number * units.find(|(own, _)| *own == unit)?.1;
            rest = &rest[end + unit.len_utf8()..];
        }
        Some(minutes)
    };
    let days = part(days, &[('W', 10_080.0), ('D', 1_440.0)])?;
    Some(days + part(time, &[('H', 60.0), ('M', 1.0), ('S', 1.0 / 60.0)])?)
}

/// The number at the beginning, and what stands behind it. A comma may be the decimal sign.
fn number_and_unit(text: &str) -> (Option<f64>, &str) {
    let sign = |letter: char| letter.is_ascii_digit() || letter == '.' || letter == ',';
    let end = text.find(|letter| !sign(letter)).unwrap_or(text.len());
    let number = &text[..end];
    // `1,500` may be either.
    let thousands = number.split_once(',').is_some_and(|(_, rest)| rest.len() == 3);
    let number = (!thousands).then(|| digits(&number.replacen(',', ".", 1))).flatten();
    (number, text[end..].trim())
}

/// A number of digits and at most one point: no sign, no exponent, no name.
fn digits(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    text.parse().ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::{Figure, duration, speed, weight};
    use Figure::{Is, Open, Unread};

    #[test]
    fn speeds_are_in_kilometres_an_hour() {
        for (text, figure) in [
            ("50", Is(50.0)),
            (" 50 km/h", Is(50.0)),
            ("80kmh", Is(80.0)),
            ("30 mph", Is(48.280_32)),
            ("30mph", Is(48.280_32)),
            ("10 knots", Is(18.52)),
            ("60;40", Is(40.0)),
            ("none;80", Is(80.0)),
            ("100|80|60", Is(60.0)),
            ("none", Open),
            ("walk", Open),
            ("signals", Open),
            ("CN:urban", Open),
            ("de:zone:30", Open),
            ("0", Unread),
            ("-50", Unread),
            ("fast", Unread),
            ("", Unread),
            ("1e3", Unread),
            ("inf", Unread),
            ("NaN", Unread),
            ("50.5.5", Unread),
            ("５０", Unread),
            ("50 mi/h", Unread),
            ("zone:30", Unread),
            (".", Unread),
        ] {
            assert_eq!(speed(text), figure, "{text}");
        }
    }

    #[test]
    fn weights_are_in_tonnes() {
        for (text, figure) in [
            ("3.5", Is(3.5)),
            ("7.5 t", Is(7.5)),
            ("7,5t", Is(7.5)),
            ("3500 kg", Is(3.5)),
            ("10 st", Is(9.071_847_4)),
            ("10 lt", Is(10.160_469_088)),
            ("8000 lbs", Is(3.628_738_96)),
            ("none", Open),
            ("unsigned", Open),
            ("1,500", Unread),
            ("7,5,5", Unread),
            ("10 tons", Unread),
            ("0", Unread),
        ] {
            let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
            let same = match (weight(text), figure) {
                (Is(a), Is(b)) => close(a, b),
                (a, b) => a == b,
            };
            assert!(same, "{text}: {:?}, not {figure:?}", weight(text));
        }
    }

    #[test]
    fn durations_are_in_minutes() {
        for (text, figure) in [
            ("25", Is(25.0)),
            ("0:10", Is(10.0)),
            ("1:30", Is(90.0)),
            ("26:00", Is(1_560.0)),
            ("00:12:30", Is(12.5)),
            ("PT20M", Is(20.0)),
            ("PT1H30M", Is(90.0)),
            ("PT90S", Is(1.5)),
            ("P1DT2H", Is(1_560.0)),
            ("P1W", Is(10_080.0)),
            ("0:00", Unread),
            ("1:75", Unread),
            ("1:2:3:4", Unread),
            ("P1M", Unread),
            ("PT", Unread),
            ("PTM", Unread),
            ("PT5", Unread),
            ("PT1M1H", Unread),
            ("P1é", Unread),
            ("half an hour", Unread),
            ("", Unread),
            (":", Unread),
        ] {
            assert_eq!(duration(text), figure, "{text}");
        }
    }
}
