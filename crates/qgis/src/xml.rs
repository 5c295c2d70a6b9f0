//! XML elements: what the files of QGIS are made of.

use std::fmt::{self, Display, Write};

/// One element with its attributes and what it holds.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    content: Vec<Content>,
}

#[derive(Clone, Debug)]
enum Content {
    Element(Element),
    Text(String),
}

impl Element {
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, attributes: Vec::new(), content: Vec::new() }
    }

    /// With an attribute more.
    pub(crate) fn with(mut self, name: &'static str, value: impl Display) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// With attributes more.
    pub(crate) fn with_all(mut self, attributes: &[(&'static str, &str)]) -> Self {
        let owned = attributes.iter().map(|(name, value)| (*name, (*value).to_owned()));
        self.attributes.extend(owned);
        self
    }

    /// With an element more inside.
    pub(crate) fn holding(self, element: Self) -> Self {
        self.holding_all([element])
    }

    /// With elements more inside.
    pub(crate) fn holding_all(mut self, elements: impl IntoIterator<Item = Self>) -> Self {
        self.content.extend(elements.into_iter().map(Content::Element));
        self
    }

    /// With text inside.
    pub(crate) fn saying(mut self, text: impl Display) -> Self {
        self.content.push(Content::Text(text.to_string()));
        self
    }
}

/// `<name>text</name>`.
pub(crate) fn leaf(name: &'static str, text: impl Display) -> Element {
    Element::new(name).saying(text)
}

impl Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}", self.name)?;
        for (name, value) in &self.attributes {
            write!(f, " {name}=\"{}\"", escaped(value))?;
        }
        if self.content.is_empty() {
            return f.write_str("/>");
        }
        f.write_char('>')?;
        for content in &self.content {
            match content {
                Content::Element(element) => element.fmt(f)?,
                Content::Text(text) => f.write_str(&escaped(text))?,
            }
        }
        write!(f, "</{}>", self.name)
    }
}

/// A text as XML character data or attribute value; characters that XML cannot hold are left out.
fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\n' => xml.push_str("&#10;"),
            '\t' => xml.push_str("&#9;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => xml.push(c),
        }
    }
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_escaped_or_left_out() {
        let element = Element::new("a").with("b", "<\"\u{1}>").saying("x & y\n");
        assert_eq!(element.to_string(), "<a b=\"&lt;&quot;&gt;\">x &amp; y&#10;</a>");
        assert_eq!(Element::new("a").to_string(), "<a/>");
    }
}
