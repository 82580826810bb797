//! What the marks are: the tree that screen readers walk.

use std::num::{NonZeroU16, NonZeroU32};

use krilla::tagging::{Identifier, Node, TableHeaderScope, Tag, TagGroup, TagKind};

/// A part of the tree while the pages are laid out.
pub(super) struct Branch {
    tag: TagKind,
    twigs: Vec<Twig>,
}

/// What hangs on a branch.
pub(super) enum Twig {
    Branch(Branch),
    /// Words, by their number in the whole file.
    Leaf(usize),
}

impl Branch {
    pub fn section() -> Self {
        Self::of(Tag::Section)
    }

    pub fn heading(title: &str) -> Self {
        Self::of(Tag::Hn(NonZeroU16::MIN, Some(title.to_owned())))
    }

    pub fn paragraph() -> Self {
        Self::of(Tag::P)
    }

    pub fn group() -> Self {
        Self::of(Tag::Div)
    }

    pub fn table(summary: &str) -> Self {
        Self::of(Tag::Table.with_summary(Some(summary.to_owned())))
    }

    pub fn caption() -> Self {
        Self::of(Tag::Caption)
    }

    pub fn table_head() -> Self {
        Self::of(Tag::THead)
    }

    pub fn table_body() -> Self {
        Self::of(Tag::TBody)
    }

    pub fn table_foot() -> Self {
        Self::of(Tag::TFoot)
    }

    pub fn row() -> Self {
        Self::of(Tag::TR)
    }

    pub fn column_name() -> Self {
        Self::of(Tag::TH(TableHeaderScope::Column))
    }

    /// The cell that names its row, over so many columns.
    pub fn row_name(columns: usize) -> Self {
        let span = u32::try_from(columns).ok().and_then(NonZeroU32::new).filter(|span| span.get() > 1);
        Self::of(Tag::TH(TableHeaderScope::Row).with_col_span(span))
    }

    pub fn cell() -> Self {
        Self::of(Tag::TD)
    }

    fn of(tag: impl Into<TagKind>) -> Self {
        Self { tag: tag.into(), twigs: Vec::new() }
    }

    pub fn push(&mut self, twig: Twig) {
        self.twigs.push(twig);
    }

    pub fn with(mut self, twigs: impl IntoIterator<Item = Twig>) -> Self {
        self.twigs.extend(twigs);
        self
    }

    /// The branch as the file has it, once every leaf is painted.
    pub fn grown(self, leaves: &[Identifier]) -> TagGroup {
        let grow = |twig| match twig {
            Twig::Branch(branch) => Some(Node::Group(branch.grown(leaves))),
            Twig::Leaf(leaf) => leaves.get(leaf).copied().map(Node::Leaf),
        };
        TagGroup::with_children(self.tag, self.twigs.into_iter().filter_map(grow).collect())
    }
}

impl From<Branch> for Twig {
    fn from(branch: Branch) -> Self {
        Self::Branch(branch)
    }
}
