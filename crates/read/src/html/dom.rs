//! The tree that html5ever builds, as numbered nodes. Not for: what of it can be seen (`tree`).

use std::borrow::Cow;
use std::cell::{Ref, RefCell};

use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, LocalName, Namespace, QualName, parse_document};

/// A node's number; 0 is the document.
pub(super) type Id = usize;

/// What a node is.
enum Kind {
    /// An element; with the fragment of its content for a `<template>`.
    Element(Vec<Attribute>, Option<Id>),
    Text(String),
    /// The document, comments, and what else is not seen.
    Other,
}

struct Node {
    kind: Kind,
    /// Empty for what is no element.
    name: QualName,
    parent: Option<Id>,
    children: Vec<Id>,
}

/// A parsed page.
pub(super) struct Dom {
    nodes: Vec<Node>,
    /// The name of a node that is not there; no node ever is.
    nameless: QualName,
}

/// Parses a page; broken ones as browsers do.
pub(super) fn parse(html: &str) -> Dom {
    let sink = Sink(RefCell::new(Dom { nodes: Vec::new(), nameless: nameless() }));
    sink.0.borrow_mut().add(Kind::Other, nameless());
    parse_document(sink, html5ever::ParseOpts::default()).one(html)
}

fn nameless() -> QualName {
    QualName::new(None, Namespace::default(), LocalName::default())
}

impl Dom {
    /// The name of an element; empty for other nodes.
    pub(super) fn name(&self, id: Id) -> &str {
        self.nodes.get(id).map_or("", |node| &node.name.local)
    }

    pub(super) fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        let Kind::Element(attributes, _) = &self.nodes.get(id)?.kind else { return None };
        attributes.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
    }

    /// The characters of a text node.
    pub(super) fn characters(&self, id: Id) -> Option<&str> {
        match &self.nodes.get(id)?.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn is_element(&self, id: Id) -> bool {
        self.nodes.get(id).is_some_and(|node| matches!(node.kind, Kind::Element(..)))
    }

    pub(super) fn children(&self, id: Id) -> &[Id] {
        self.nodes.get(id).map_or(&[], |node| &node.children)
    }

    /// All nodes below one for which `enter` holds, in the order of the page.
    pub(super) fn below(&self, id: Id, enter: impl Fn(&Self, Id) -> bool) -> Vec<Id> {
        let mut found = Vec::new();
        let mut stack: Vec<Id> = self.children(id).iter().rev().copied().collect();
        while let Some(id) = stack.pop() {
            if enter(self, id) {
                found.push(id);
                stack.extend(self.children(id).iter().rev());
            }
        }
        found
    }

    fn add(&mut self, kind: Kind, name: QualName) -> Id {
        self.nodes.push(Node { kind, name, parent: None, children: Vec::new() });
        self.nodes.len() - 1
    }

    fn detach(&mut self, id: Id) {
        let Some(parent) = self.nodes.get_mut(id).and_then(|node| node.parent.take()) else { return };
        if let Some(parent) = self.nodes.get_mut(parent)
            // From the end: what the parser moves is what it made last.
            && let Some(at) = parent.children.iter().rposition(|child| *child == id)
        {
            parent.children.remove(at);
        }
    }

    /// Puts a node or text under a parent before its child number `at`. Text joins text.
    fn insert(&mut self, parent: Id, at: usize, child: NodeOrText<Id>) {
        let child = match child {
            NodeOrText::AppendNode(id) => {
                self.detach(id);
                id
            }
            NodeOrText::AppendText(text) => {
                let at = at.min(self.children(parent).len());
                let before = at.checked_sub(1).and_then(|at| self.children(parent).get(at)).copied();
                if let Some(Node { kind: Kind::Text(joined), .. }) = before.and_then(|id| self.nodes.get_mut(id)) {
                    joined.push_str(&text);
                    return;
                }
                self.add(Kind::Text(text.to_string()), nameless())
            }
        };
        if let Some(node) = self.nodes.get_mut(child) {
            node.parent = Some(parent);
        }
        if let Some(parent) = self.nodes.get_mut(parent) {
            let at = at.min(parent.children.len());
            parent.children.insert(at, child);
        }
    }
}

struct Sink(RefCell<Dom>);

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Dom;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Dom {
        self.0.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        0
    }

    fn elem_name<'a>(&'a self, target: &Id) -> Ref<'a, QualName> {
        Ref::map(self.0.borrow(), |dom| dom.nodes.get(*target).map_or(&dom.nameless, |node| &node.name))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Id {
        let mut dom = self.0.borrow_mut();
        let fragment = flags.template.then(|| dom.add(Kind::Other, nameless()));
        dom.add(Kind::Element(attributes, fragment), name)
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.0.borrow_mut().add(Kind::Other, nameless())
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.0.borrow_mut().add(Kind::Other, nameless())
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.0.borrow_mut().insert(*parent, usize::MAX, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        let has_parent = self.0.borrow().nodes.get(*element).is_some_and(|node| node.parent.is_some());
        if has_parent { self.append_before_sibling(element, child) } else { self.append(previous, child) }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Id) -> Id {
        match self.0.borrow().nodes.get(*target).map(|node| &node.kind) {
            Some(Kind::Element(_, Some(fragment))) => *fragment,
            _ => *target,
        }
    }

    fn same_node(&self, x: &Id, y: &Id) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        let mut dom = self.0.borrow_mut();
        if let NodeOrText::AppendNode(id) = child {
            dom.detach(id);
        }
        let Some(parent) = dom.nodes.get(*sibling).and_then(|node| node.parent) else { return };
        let Some(at) = dom.children(parent).iter().rposition(|child| child == sibling) else { return };
        dom.insert(parent, at, child);
    }

    fn add_attrs_if_missing(&self, target: &Id, more: Vec<Attribute>) {
        if let Some(Node { kind: Kind::Element(attributes, _), .. }) = self.0.borrow_mut().nodes.get_mut(*target) {
            for attribute in more {
                if !attributes.iter().any(|known| known.name == attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        self.0.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        let mut dom = self.0.borrow_mut();
        let children = dom.nodes.get_mut(*node).map(|node| std::mem::take(&mut node.children)).unwrap_or_default();
        for child in &children {
            if let Some(child) = dom.nodes.get_mut(*child) {
                child.parent = Some(*new_parent);
            }
        }
        if let Some(parent) = dom.nodes.get_mut(*new_parent) {
            parent.children.extend(children);
        }
    }
}
