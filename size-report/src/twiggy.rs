//! The only file that knows twiggy: its analyses and its formats over our graph,
//! which is sound, has every byte, and is there for components too.
//!
//! What twiggy does not do well is refused here, with what does it: twiggy would
//! panic, write what is no JSON, or take all memory there is.

use std::collections::{BTreeMap, HashSet};

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;
use twiggy_analyze as analyze;
use twiggy_ir::{Id, Item, Items, ItemsBuilder, Misc};
use twiggy_opt as opt;
use twiggy_traits::{Emit, OutputFormat};

use crate::module::analysis::{Analysis, Part};
use crate::questions::garbage;
use crate::render::listing::plain;

/// The formats that twiggy writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// twiggy's tables
    Text,
    /// twiggy's objects
    Json,
    /// twiggy's records
    Csv,
}

/// What `paths` is asked with.
#[derive(Debug, Clone, Default)]
pub struct Paths {
    /// The names of the things to begin at; if there are none, all of them, or the
    /// roots if the way is down.
    pub functions: Vec<String>,
    /// Whether the names are regular expressions.
    pub regex: bool,
    /// How many steps of a path are shown.
    pub max_depth: u32,
    /// How many ways are shown at each step.
    pub max_paths: u32,
    /// From a caller to what it calls, and not the other way.
    pub descending: bool,
}

/// A file as twiggy sees it.
#[derive(Debug)]
pub struct Twiggy {
    items: Items,
    format: Format,
}

/// How deep a tree or a path may be.
const MOST_LEVELS: usize = 1000;
/// How many steps all paths may have together.
const MOST_STEPS: usize = 100_000;

impl Twiggy {
    /// Every row of `analysis` as an item. What nothing refers to and that is no
    /// garbage either, such as a section's header or an export, is a root.
    ///
    /// # Errors
    ///
    /// If a function body is malformed, or the file is too large for twiggy.
    pub fn of(analysis: &Analysis<'_>, format: Format) -> Result<Self> {
        let mut builder = ItemsBuilder::new(size(analysis.bytes)?);
        for (number, row) in analysis.rows.iter().enumerate() {
            let name = format!("{} {}", row.kind.word(), row.label);
            let id = Id::entry(analysis.parts.len(), number);
            builder.add_root(item(id, &name, row.bytes, format)?);
        }
        for (number, part) in analysis.parts.iter().enumerate() {
            add_part(&mut builder, number, part, format)?;
        }
        Ok(Self { items: builder.finish(), format })
    }

    /// The largest things, by their own bytes or by what they retain.
    ///
    /// # Errors
    ///
    /// If twiggy cannot do it.
    pub fn top(mut self, max_items: u32, retained: bool) -> Result<String> {
        let mut options = opt::Top::new();
        options.set_max_items(max_items);
        options.set_retained(retained);
        if retained {
            self.check_tree()?;
            self.items.compute_retained_sizes();
            let sum: u64 = self.items.iter().map(|item| u64::from(self.items.retained_size(item.id()))).sum();
            let advice = "next step: `size-report dominators`";
            ensure!(
                sum <= u64::from(u32::MAX),
                "what the items retain adds up to more than twiggy can count\n{advice}"
            );
        }
        let found = analyze::top(&mut self.items, &options)?;
        self.written(&*found)
    }

    /// The dominator tree.
    ///
    /// # Errors
    ///
    /// If twiggy cannot do it.
    pub fn dominators(mut self, max_depth: Option<u32>, max_rows: Option<u32>) -> Result<String> {
        ensure!(
            self.format == Format::Text || (max_depth.is_none() && max_rows.is_none()),
            "twiggy heeds `-d` and `-r` in text only\nnext step: leave them out, or `-f text`"
        );
        self.check_tree()?;
        let mut options = opt::Dominators::new();
        max_depth.into_iter().for_each(|depth| options.set_max_depth(depth));
        max_rows.into_iter().for_each(|rows| options.set_max_rows(rows));
        let found = analyze::dominators(&mut self.items, &options)?;
        self.written(&*found)
    }

    /// All ways to some things.
    ///
    /// # Errors
    ///
    /// If there are too many, or nothing has the name.
    pub fn paths(mut self, asked: &Paths) -> Result<String> {
        let mut options = opt::Paths::new();
        for name in &asked.functions {
            let name = shown(name, self.format);
            if !asked.regex && self.items.get_item_by_name(&name).is_none() {
                bail!("nothing is called `{name}`\nnext step: `size-report twiggy top FILE` lists all names");
            }
            options.add_function(name);
        }
        options.set_using_regexps(asked.regex);
        options.set_max_depth(asked.max_depth);
        options.set_max_paths(asked.max_paths);
        options.set_descending(asked.descending);
        if !asked.descending {
            self.items.compute_predecessors();
        }
        self.check_paths(&options)?;
        let found = analyze::paths(&mut self.items, &options)?;
        self.written(&*found)
    }

    /// What nothing can reach.
    ///
    /// # Errors
    ///
    /// If twiggy cannot write it.
    pub fn garbage(self, max_items: u32) -> Result<String> {
        let advice = "next step: `-f json`, or `size-report garbage --format csv`";
        ensure!(self.format != Format::Csv, "twiggy does not write garbage as CSV\n{advice}");
        let mut options = opt::Garbage::new();
        options.set_max_items(max_items);
        let found = analyze::garbage(&self.items, &options)?;
        self.written(&*found)
    }
}

/// What changed between two files, by name. Things of the same name are one, since
/// twiggy would count the last of them alone.
///
/// # Errors
///
/// As [`Twiggy::of`].
pub fn diff(old: &Analysis<'_>, new: &Analysis<'_>, max_items: u32, format: Format) -> Result<String> {
    let (mut old, mut new) = (Twiggy::of(old, format)?.joined()?, Twiggy::of(new, format)?.joined()?);
    let mut options = opt::Diff::default();
    options.set_max_items(max_items);
    let found = analyze::diff(&mut old.items, &mut new.items, &options)?;
    new.written(&*found)
}

impl Twiggy {
    /// The same with one item for each name, and without references.
    fn joined(self) -> Result<Self> {
        let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
        for item in self.items.iter() {
            *sums.entry(item.name()).or_default() += u64::from(item.size());
        }
        let mut builder = ItemsBuilder::new(self.items.size());
        for (number, (name, bytes)) in sums.into_iter().enumerate() {
            builder.add_root(Item::new(Id::entry(0, number), name, size(bytes)?, Misc::new()));
        }
        Ok(Self { items: builder.finish(), format: self.format })
    }

    fn written(&self, found: &dyn Emit) -> Result<String> {
        let format = match self.format {
            Format::Text => OutputFormat::Text,
            Format::Json => OutputFormat::Json,
            Format::Csv => OutputFormat::Csv,
        };
        let mut out = Vec::new();
        found.emit(&self.items, &mut out, format)?;
        let out = String::from_utf8(out).context("twiggy wrote what is no text")?;
        Ok(format!("{}\n", out.trim_end()))
    }

    /// twiggy calls itself for each level of the tree.
    fn check_tree(&mut self) -> Result<()> {
        self.items.compute_dominator_tree();
        let tree = self.items.dominator_tree();
        let mut level = vec![self.items.meta_root()];
        let mut levels = 0;
        while !level.is_empty() {
            level = level.iter().filter_map(|id| tree.get(id)).flatten().copied().collect();
            levels += 1;
        }
        ensure!(
            levels <= MOST_LEVELS,
            "the dominator tree has {levels} levels, and twiggy runs out of stack\nnext step: `size-report dominators`"
        );
        Ok(())
    }

    /// twiggy follows every path there is to its end, whatever part of it is shown:
    /// their number doubles with each fork.
    fn check_paths(&self, options: &opt::Paths) -> Result<()> {
        let root = self.items.meta_root();
        let next = |id: Id| -> Vec<Id> {
            let next: &mut dyn Iterator<Item = Id> =
                if options.descending() { &mut self.items.neighbors(id) } else { &mut self.items.predecessors(id) };
            next.filter(|id| *id != root).collect()
        };
        let starts: Vec<Id> = if options.using_regexps() {
            let patterns = regex::RegexSet::new(options.functions())?;
            self.items.iter().filter(|item| patterns.is_match(item.name())).map(Item::id).collect()
        } else if !options.functions().is_empty() {
            let named = |name: &String| self.items.get_item_by_name(name).map(Item::id);
            options.functions().iter().filter_map(named).collect()
        } else if options.descending() {
            self.items.neighbors(root).collect()
        } else {
            self.items.iter().map(Item::id).filter(|id| *id != root).collect()
        };
        let mut steps = 0;
        for start in starts {
            let mut path = vec![(start, next(start))];
            let mut on_path = HashSet::from([start]);
            while let Some((id, rest)) = path.last_mut() {
                match rest.pop() {
                    Some(further) if on_path.insert(further) => path.push((further, next(further))),
                    Some(_) => continue,
                    None => {
                        on_path.remove(id);
                        path.pop();
                        continue;
                    }
                }
                steps += 1;
                ensure!(
                    steps <= MOST_STEPS && path.len() <= MOST_LEVELS,
                    "twiggy would follow more than {MOST_STEPS} steps, or {MOST_LEVELS} in one path, and take all memory \
                     there is\nnext step: `size-report paths`, which shows the shortest way"
                );
            }
        }
        Ok(())
    }
}

/// Adds all rows of a module as items, and what refers to what.
fn add_part(builder: &mut ItemsBuilder, number: usize, part: &Part<'_>, format: Format) -> Result<()> {
    let graph = part.graph()?;
    let reached = graph.reachable();
    let garbage: HashSet<_> = garbage::unreached(part)?.into_iter().filter_map(|row| row.entity).collect();
    let roots: HashSet<u32> = graph.edges(graph.root()).iter().copied().collect();
    let mut ids: Vec<Option<Id>> = vec![None; graph.len()];
    let mut refer: Vec<(u32, Id)> = Vec::new();
    for (position, row) in part.layout.rows.iter().enumerate() {
        let name = part.name_of(row);
        let name = if row.kind.word() == "function" { name } else { format!("{} {name}", row.kind.word()) };
        let id = Id::entry(number, position);
        let item = item(id, &name, row.bytes, format)?;
        let node = row.entity.map(|entity| graph.node(entity));
        let is_garbage = row.entity.is_some_and(|entity| garbage.contains(&entity));
        // The rest is for the host or for the validator, and keeps nothing alive.
        let known = node.filter(|node| reached[*node as usize] || is_garbage);
        if known.is_none_or(|node| roots.contains(&node)) {
            builder.add_root(item);
        } else {
            builder.add_item(item);
        }
        refer.extend(known.map(|node| (node, id)));
        if let Some(node) = node {
            ids[node as usize] = Some(id);
        }
    }
    // Of a group of types the first one has the row.
    for node in 1..ids.len() {
        ids[node] = ids[node].or(ids[node - 1]);
    }
    for (node, from) in refer {
        let targets = graph.edges(node).iter().filter_map(|to| ids[*to as usize]);
        targets.filter(|to| *to != from).for_each(|to| builder.add_edge(from, to));
    }
    Ok(())
}

fn item(id: Id, name: &str, bytes: u64, format: Format) -> Result<Item> {
    // To twiggy, a name of code is a symbol, which an older demangler may fail on.
    Ok(Item::new(id, shown(name, format), size(bytes)?, Misc::new()))
}

fn size(bytes: u64) -> Result<u32> {
    u32::try_from(bytes).with_context(|| format!("twiggy counts to {} bytes, and here are {bytes}", u32::MAX))
}

/// A name so that what twiggy makes of it is valid. In JSON it escapes quotes and
/// nothing else.
fn shown(name: &str, format: Format) -> String {
    match format {
        Format::Text => plain(name).into_owned(),
        Format::Csv => name.to_owned(),
        Format::Json => {
            let mut shown = String::with_capacity(name.len());
            for c in name.chars() {
                match c {
                    '\\' => shown.push_str("\\\\"),
                    c if c < ' ' => shown.push_str(&format!("\\u{:04x}", u32::from(c))),
                    c => shown.push(c),
                }
            }
            shown
        }
    }
}

#[cfg(test)]
mod tests;
