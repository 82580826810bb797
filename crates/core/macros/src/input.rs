use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Error, Expr, ExprLit, Fields, Ident, Lit, Meta, Result};

pub fn derive(input: DeriveInput) -> Result<TokenStream> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(&input.ident, "an input is a struct"));
    };
    let fields = match &data.fields {
        Fields::Named(fields) => fields.named.iter().collect::<Vec<_>>(),
        Fields::Unit => Vec::new(),
        Fields::Unnamed(_) => return Err(Error::new_spanned(&input.ident, "an input has named fields, or none")),
    };
    // Fields become locals of their own names, one of which may be `reader`.
    let reader = Ident::new("reader", Span::mixed_site());
    let (mut idents, mut specs, mut reads, mut links) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for field in fields {
        let (Some(ident), ty) = (&field.ident, &field.ty) else { continue };
        idents.push(ident);
        if is_flat(&field.attrs)? {
            specs.push(quote! { specs.extend(<#ty as ::gateway::Input>::fields()); });
            reads.push(quote! { let #ident = <#ty as ::gateway::Input>::read(#reader); });
            links.push(quote! { links.extend(::gateway::Input::links(&self.#ident)); });
            continue;
        }
        let (name, about) = (ident.to_string().trim_start_matches("r#").to_owned(), about(&field.attrs));
        specs.push(quote! { specs.push(::gateway::FieldSpec::of::<#ty>(#name, #about)); });
        reads.push(quote! { let #ident = #reader.field::<#ty>(#name); });
        links.push(quote! {
            links.extend(::gateway::Field::links(&self.#ident).into_iter().map(|link| (#name, link)));
        });
    }
    let (name, about) = (&input.ident, about(&input.attrs));
    // Every field is read before the first error ends it.
    let build = if matches!(data.fields, Fields::Unit) {
        quote! { Some(Self) }
    } else {
        quote! { Some(Self { #(#idents: #idents?),* }) }
    };
    Ok(quote! {
        impl ::gateway::Input for #name {
            const ABOUT: &'static str = #about;
            fn fields() -> Vec<::gateway::FieldSpec> {
                let mut specs = Vec::new();
                #(#specs)*
                specs
            }
            fn read(#reader: &mut ::gateway::Reader<'_>) -> Option<Self> {
                #(#reads)*
                let _ = #reader;
                #build
            }
            fn links(&self) -> Vec<(&'static str, ::gateway::LinkTo)> {
                let mut links = Vec::new();
                #(#links)*
                links
            }
        }
    })
}

/// Whether the fields of another input stand among its own in the place of this one: `#[input(flat)]`.
fn is_flat(attributes: &[Attribute]) -> Result<bool> {
    let mut flat = false;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("input")) {
        attribute.parse_nested_meta(|meta| {
            flat = meta.path.is_ident("flat");
            if flat { Ok(()) } else { Err(meta.error("flat")) }
        })?;
    }
    Ok(flat)
}

/// A doc comment up to its first empty line, as plain words: what it links to is only named.
fn about(attributes: &[Attribute]) -> String {
    let mut lines = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
        let Meta::NameValue(pair) = &attribute.meta else { continue };
        let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &pair.value else { continue };
        let line = text.value().trim().replace("[`", "`").replace("`]", "`");
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    lines.join(" ")
}
