//! Calling a function of a component: from `greet("x")`, a call in WAVE, the
//! text format for values of the component model, to a result in it.

use std::error::Error as _;

use anyhow::{Result, anyhow, bail, ensure};
use wasmtime::component::types::{ComponentFunc, ComponentItem};
use wasmtime::component::wasm_wave::ast::Node;
use wasmtime::component::wasm_wave::parser::ParserErrorKind;
use wasmtime::component::wasm_wave::untyped::UntypedValue;
use wasmtime::component::wasm_wave::wasm::DisplayType;
use wasmtime::component::{Component, ComponentExportIndex, Type, Val};

/// A function of a component, and what it is to be called with.
pub struct Call {
    pub function: ComponentExportIndex,
    pub arguments: Vec<Val>,
    /// How many results it has: one, or none.
    pub results: usize,
}

/// A function that a component exports.
struct Exported {
    /// As in WIT.
    name: String,
    /// The interface that it is in, if any.
    interface: Option<String>,
    index: ComponentExportIndex,
    ty: ComponentFunc,
}

impl Call {
    /// Reads `text`: `NAME(ARGUMENT, …)`, where the name of a function in an
    /// interface may be `INTERFACE#NAME`, as the canonical ABI has it.
    ///
    /// # Errors
    ///
    /// If `component` has no such function, or it does not take these arguments.
    pub fn read(component: &Component, text: &str) -> Result<Self> {
        let functions = functions(component);
        let text = text.trim();
        let (name, arguments) = text.split_at(text.find('(').unwrap_or(text.len()));
        let name = name.trim_end();
        let mut found = functions.iter().filter(|function| function.is_called(name));
        let Some(function) = found.next() else {
            bail!("the component exports no function `{name}`\nnext step: {}", one_of(functions.iter()));
        };
        if found.next().is_some() {
            let all = functions.iter().filter(|function| function.is_called(name));
            bail!("`{name}` is in several interfaces\nnext step: {}", one_of(all));
        }
        let signature = function.signature();
        ensure!(
            !signature.contains(UNSUPPORTED),
            "`{signature}` takes or returns what has no text: a resource, a stream or a future\n\
             next step: call it from a program of your own, on wasmtime"
        );
        ensure!(
            !arguments.is_empty(),
            "`{text}` is no call\nnext step: add the arguments, in WAVE: '{name}(…)' for {signature}"
        );
        let types: Vec<Type> = function.ty.params().map(|(_, ty)| ty).collect();
        let arguments = values(arguments, &types).map_err(|why| {
            anyhow!(
                "{arguments} are no arguments of {signature}: {why}\nnext step: write them in WAVE, such as {EXAMPLES}"
            )
        })?;
        Ok(Self { function: function.index, arguments, results: function.ty.results().len() })
    }
}

/// What the library writes for a type of which no value has a text.
const UNSUPPORTED: &str = "<<UNSUPPORTED>>";

const EXAMPLES: &str = r#"-7, 0.5, true, 'c', "text", [1, 2], {x: 1, y: 2} or some(1)"#;

impl Exported {
    fn is_called(&self, name: &str) -> bool {
        match (&self.interface, name.split_once('#')) {
            (Some(interface), Some((of, name))) => interface == of && self.name == name,
            (_, None) => self.name == name,
            (None, Some(_)) => false,
        }
    }

    /// `NAME(PARAMETER: TYPE, …) -> TYPE`, nearly as in WIT.
    fn signature(&self) -> String {
        let parameters = self.ty.params().map(|(name, ty)| format!("{name}: {}", DisplayType(&ty)));
        let parameters = parameters.collect::<Vec<_>>().join(", ");
        let result = self.ty.results().map(|ty| format!(" -> {}", DisplayType(&ty))).collect::<String>();
        let interface = self.interface.as_ref().map(|interface| format!("{interface}#")).unwrap_or_default();
        format!("{interface}{}({parameters}){result}", self.name)
    }
}

fn one_of<'a>(functions: impl Iterator<Item = &'a Exported>) -> String {
    let functions: Vec<String> = functions.map(Exported::signature).collect();
    match functions.is_empty() {
        true => "run it without --invoke, since it exports no function".to_owned(),
        false => format!("call one of {}", functions.join(", ")),
    }
}

/// The functions that `component` exports, and those of the interfaces that it does.
fn functions(component: &Component) -> Vec<Exported> {
    let engine = component.engine();
    let mut functions = Vec::new();
    let mut add = |name: &str, interface: Option<(&str, &ComponentExportIndex)>, ty: ComponentFunc| {
        let (interface, at) = interface.unzip();
        if let Some(index) = component.get_export_index(at, name) {
            functions.push(Exported { name: name.to_owned(), interface: interface.map(str::to_owned), index, ty });
        }
    };
    for (name, item) in component.component_type().exports(engine) {
        match item.ty {
            ComponentItem::ComponentFunc(ty) => add(name, None, ty),
            ComponentItem::ComponentInstance(instance) => {
                let Some(at) = component.get_export_index(None, name) else { continue };
                for (function, item) in instance.exports(engine) {
                    if let ComponentItem::ComponentFunc(ty) = item.ty {
                        add(function, Some((name, &at)), ty);
                    }
                }
            }
            _ => {}
        }
    }
    functions
}

/// Reads `text`, a tuple in WAVE or `()`, as values of `types`. What is left
/// out at the end of options is none.
fn values(text: &str, types: &[Type]) -> Result<Vec<Val>, String> {
    let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    // WAVE has no tuple of nothing.
    if inner.is_some_and(|inner| inner.trim().is_empty()) {
        let none = types.iter().map(|ty| matches!(ty, Type::Option(_)).then_some(Val::Option(None)));
        return none.collect::<Option<_>>().ok_or_else(|| "missing required param(s)".to_owned());
    }
    let read = UntypedValue::parse(text).and_then(|read| Ok((read.node().to_wasm_params(types, text)?, read)));
    let (values, read) = read.map_err(|error| {
        let why = match (error.kind(), error.detail(), error.source()) {
            (ParserErrorKind::InvalidParams, Some(detail), _) => detail.to_owned(),
            (ParserErrorKind::WasmValueError, _, Some(source)) => source.to_string(),
            (kind, ..) => kind.to_string(),
        };
        match text.get(error.span()) {
            Some(at) if !at.is_empty() => format!("{why} at `{at}`"),
            _ => why,
        }
    })?;
    let nodes = read.node().as_tuple().into_iter().flatten();
    match nodes.zip(types).find_map(|(node, ty)| surplus(node, ty, text)) {
        Some(field) => Err(format!("there is no field `{field}`")),
        None => Ok(values),
    }
}

/// A field that its record does not have: the library would drop it without a word.
fn surplus<'text>(node: &Node, ty: &Type, text: &'text str) -> Option<&'text str> {
    match ty {
        Type::Record(record) => {
            node.as_record(text).ok()?.find_map(|(name, node)| match record.fields().find(|field| field.name == name) {
                Some(field) => surplus(node, &field.ty, text),
                None => Some(name),
            })
        }
        Type::List(list) => node.as_list().ok()?.find_map(|node| surplus(node, &list.ty(), text)),
        Type::Tuple(tuple) => node.as_tuple().ok()?.zip(tuple.types()).find_map(|(node, ty)| surplus(node, &ty, text)),
        // `some(…)` and `ok(…)` may be left out around a value.
        Type::Option(option) => match node.as_option() {
            Ok(node) => surplus(node?, &option.ty(), text),
            Err(_) => surplus(node, &option.ty(), text),
        },
        Type::Result(result) => match node.as_result() {
            Ok(Ok(node)) => surplus(node?, &result.ok()?, text),
            Ok(Err(node)) => surplus(node?, &result.err()?, text),
            Err(_) => surplus(node, &result.ok()?, text),
        },
        Type::Variant(variant) => {
            let (name, node) = node.as_variant(text).ok()?;
            surplus(node?, &variant.cases().find(|case| case.name == name)?.ty?, text)
        }
        _ => None,
    }
}
