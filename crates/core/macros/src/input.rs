use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Error, Expr, ExprLit, Fields, Ident, Lit, Meta, Result};

pub fn derive(input: DeriveInput) -> Result<TokenStream> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(&input.ident, "an input is a struct"));
    };
    let fields = match &data.fields {
        Fields::Named(fields) => fields.named.iter().collect(),
        Fields::Unit => Vec::new(),
        Fields::Unnamed(_) => return Err(Error::new_spanned(&input.ident, "an input has named fields, or none")),
    };
    let idents: Vec<_> = fields.iter().filter_map(|field| field.ident.as_ref()).collect();
    let types: Vec<_> = fields.iter().map(|field| &field.ty).collect();
    let names: Vec<String> = idents.iter().map(|ident| ident.to_string().trim_start_matches("r#").to_owned()).collect();
    let abouts: Vec<String> = fields.iter().map(|field| about(&field.attrs)).collect();
    let (name, about) = (&input.ident, about(&input.attrs));
    // Fields become locals of their own names, one of which may be `reader`.
    let reader = Ident::new("reader", Span::mixed_site());
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
                vec![#(::gateway::FieldSpec::of::<#types>(#names, #abouts)),*]
            }
            fn read(#reader: &mut ::gateway::Reader<'_>) -> Option<Self> {
                #(let #idents = #reader.field::<#types>(#names);)*
                let _ = #reader;
                #build
            }
            fn links(&self) -> Vec<(&'static str, ::gateway::LinkTo)> {
                let mut links = Vec::new();
                #(links.extend(::gateway::Field::links(&self.#idents).into_iter().map(|link| (#names, link)));)*
                links
            }
        }
    })
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
