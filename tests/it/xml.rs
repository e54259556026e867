//! A strict little reader of XML, for the feeds: what it cannot read, no feed reader should have to.

/// An element.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    /// The text directly in it.
    pub text: String,
}

impl Element {
    /// Every child of that name.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Element> + use<'a> {
        let name = name.to_owned();
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the one child of that name.
    pub fn text_of(&self, name: &str) -> &str {
        let mut found = self.all(name);
        let only = found.next().unwrap_or_else(|| panic!("<{}> has no <{name}>", self.name));
        assert!(found.next().is_none(), "<{}> has more than one <{name}>", self.name);
        &only.text
    }

    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
}

/// Reads a document; what is wrong with it fails the test.
pub fn read(text: &str) -> Element {
    let mut rest = text.strip_prefix("<?xml version=\"1.0\" encoding=\"utf-8\"?>").expect("an XML declaration");
    let mut open = vec![Element::default()];
    while let Some(at) = rest.find('<') {
        let (said, tag) = rest.split_at(at);
        let top = open.last_mut().expect("an open element");
        top.text.push_str(&resolved(said));
        let end = tag.find('>').expect("a tag ends");
        let inner = &tag[1..end];
        rest = &tag[end + 1..];
        if let Some(name) = inner.strip_prefix('/') {
            let closed = open.pop().expect("an open element");
            assert_eq!(closed.name, name, "</{name}> closes <{}>", closed.name);
            open.last_mut().expect("a parent").children.push(closed);
        } else if let Some(inner) = inner.strip_suffix('/') {
            top.children.push(begun(inner));
        } else {
            open.push(begun(inner));
        }
    }
    assert!(rest.trim().is_empty(), "text behind the document: {rest}");
    assert_eq!(open.len(), 1, "<{}> is never closed", open.last().map_or("", |element| &element.name));
    let mut document = open.pop().expect("the document");
    assert_eq!(document.children.len(), 1, "a document has one root");
    document.children.pop().expect("the root")
}

fn begun(inner: &str) -> Element {
    let (name, mut rest) = inner.split_once(' ').unwrap_or((inner, ""));
    assert!(
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_:.".contains(c)),
        "no name of an element: {name}"
    );
    let mut element = Element { name: name.to_owned(), ..Element::default() };
    rest = rest.trim();
    while !rest.is_empty() {
        let (key, value) = rest.split_once("=\"").unwrap_or_else(|| panic!("no attribute: {rest}"));
        let (value, behind) = value.split_once('"').expect("a value ends");
        element.attributes.push((key.to_owned(), resolved(value)));
        rest = behind.trim();
    }
    element
}

/// Text with its entities resolved; a bare `&` and a character that XML forbids are faults.
fn resolved(text: &str) -> String {
    let forbidden = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
    assert!(!text.contains(forbidden), "a character that XML forbids: {text:?}");
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        let (name, behind) = rest[at + 1..].split_once(';').unwrap_or_else(|| panic!("a bare & in {text}"));
        plain.push_str(match name {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" => "'",
            other => panic!("an entity that XML does not know: &{other};"),
        });
        rest = behind;
    }
    plain.push_str(rest);
    plain
}
