use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Error, Fields, Ident, LitStr, Path, Result, Token, meta::ParseNestedMeta};

#[derive(Default)]
struct Spec {
    table: Option<LitStr>,
    kind: Option<LitStr>,
    read: Option<LitStr>,
    account: Option<LitStr>,
    owner: Option<LitStr>,
    parent: Option<(Path, LitStr)>,
    relations: Vec<Relation>,
}

/// `table(object, person, account)`, with `-` for the side that does not bind.
struct Relation {
    kind: Ident,
    table: String,
    object: String,
    person: Option<String>,
    account: Option<String>,
}

impl Relation {
    fn parse(kind: Ident, text: &LitStr) -> Result<Self> {
        let wrong = || {
            Error::new_spanned(text, "write \"table(object, person, account)\", with - for a side that does not bind")
        };
        let value = text.value();
        let (table, rest) = value.split_once('(').ok_or_else(wrong)?;
        let columns: Vec<&str> = rest.strip_suffix(')').ok_or_else(wrong)?.split(',').map(str::trim).collect();
        let [object, person, account] = columns.as_slice() else { return Err(wrong()) };
        let side = |column: &str| (column != "-").then(|| column.to_owned());
        Ok(Self {
            kind,
            table: table.to_owned(),
            object: (*object).to_owned(),
            person: side(person),
            account: side(account),
        })
    }
}

pub fn derive(input: DeriveInput) -> Result<TokenStream> {
    let mut spec = Spec::default();
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("row")) {
        attribute.parse_nested_meta(|meta| read_spec(&mut spec, meta))?;
    }
    let table = spec.table.as_ref().ok_or_else(|| Error::new_spanned(&input.ident, "say #[row(table = \"…\")]"))?;
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(&input.ident, "a row is a struct"));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new_spanned(&input.ident, "a row has named fields"));
    };
    let fields: Vec<_> = fields.named.iter().collect();
    let names: Vec<&Ident> = fields.iter().filter_map(|field| field.ident.as_ref()).collect();
    let types: Vec<_> = fields.iter().map(|field| &field.ty).collect();
    if names.first().is_none_or(|name| *name != "id") {
        return Err(Error::new_spanned(&input.ident, "the first field of a row is `id: Id<…>`"));
    }
    let noun = noun_of(types[0])?;
    let columns: Vec<String> = names.iter().map(|name| name.to_string().trim_start_matches("r#").to_owned()).collect();
    let name = &input.ident;
    let consts = names.iter().zip(&types).zip(&columns).map(|((field, ty), column)| {
        let constant = format_ident!("{}", column.to_uppercase());
        let doc = format!("The column `{field}`.");
        quote! { #[doc = #doc] pub const #constant: ::store::Col<Self, #ty> = ::store::Col::named(#column); }
    });
    let noun_impl = noun.is_ident(name).then(|| {
        let called = spec.kind.as_ref().unwrap_or(table);
        quote! { impl ::kernel::Noun for #name { const NAME: &'static str = #called; } }
    });
    let object_impl = spec.kind.as_ref().map(|kind| object(name, kind, &spec, &fields)).transpose()?;
    let child_impl = spec.parent.as_ref().map(|(parent, column)| {
        quote! {
            impl ::store::Child for #name {
                type Parent = #parent;
                const PARENT: &'static str = #column;
            }
        }
    });
    let account = match &spec.account {
        Some(column) if column.value() == "id" => quote! { Some(self.id.cast()) },
        Some(column) => {
            let field = format_ident!("{}", column.value());
            quote! { ::store::AccountOf::account_of(&self.#field) }
        }
        None => quote! { None },
    };
    let parent = spec.parent.as_ref().map_or_else(
        || quote! { None },
        |(parent, column)| {
            let field = format_ident!("{}", column.value());
            quote! { ::store::ParentOf::parent_of(&self.#field).map(|id| (<#parent as ::store::Row>::TABLE, id)) }
        },
    );
    let belongs = spec.account.as_ref().map_or_else(|| quote! { None }, |column| quote! { Some(#column) });
    Ok(quote! {
        impl #name { #(#consts)* }
        impl ::store::Row for #name {
            type Noun = #noun;
            const TABLE: &'static str = #table;
            const COLUMNS: &'static [&'static str] = &[#(#columns),*];
            fn id(&self) -> ::kernel::Id<Self::Noun> { self.id }
            const ACCOUNT_COLUMN: Option<&'static str> = #belongs;
            fn account(&self) -> Option<::kernel::Id<::access::Account>> { #account }
            fn parent(&self) -> Option<(&'static str, ::store::Uuid)> { #parent }
            fn read(from: &mut ::store::Columns<'_>) -> Result<Self, ::store::StoreError> {
                Ok(Self { #(#names: from.take()?),* })
            }
            fn write(&self) -> Vec<::store::Value> {
                vec![#(::store::Column::put(&self.#names)),*]
            }
        }
        #noun_impl
        #object_impl
        #child_impl
    })
}

fn object(name: &Ident, kind: &LitStr, spec: &Spec, fields: &[&syn::Field]) -> Result<TokenStream> {
    let read = spec.read.as_ref().ok_or_else(|| Error::new_spanned(kind, "say which action reads it: read = \"…\""))?;
    let fact_name =
        |column: &str| if column == "id" { "id".to_owned() } else { column.trim_end_matches("_id").to_owned() };
    let mut facts = Vec::new();
    for field in fields {
        let Some(ident) = &field.ident else { continue };
        let column = ident.to_string();
        let named = |wanted: &Option<LitStr>| wanted.as_ref().is_some_and(|wanted| wanted.value() == column);
        let marked = field.attrs.iter().any(|attribute| attribute.path().is_ident("fact"));
        if !marked && !named(&spec.account) && !named(&spec.owner) {
            continue;
        }
        facts.push((ident, fact_name(&column), column, &field.ty));
    }
    let values = facts.iter().map(|(ident, fact, _, _)| quote! { (#fact, ::store::Column::atom(&self.#ident)) });
    let arms = facts.iter().map(|(_, fact, column, _)| quote! { #fact => Some(#column) });
    let option = |column: &Option<LitStr>| match column {
        Some(column) => {
            let fact = fact_name(&column.value());
            quote! { Some(#fact) }
        }
        None => quote! { None },
    };
    let (account, owner) = (option(&spec.account), option(&spec.owner));
    // The account's own row has the account as its id, a person's the person; to policies they are still those.
    let is_id = |column: &Option<LitStr>| column.as_ref().is_some_and(|column| column.value() == "id");
    let id_kind = if is_id(&spec.account) { Some("Account") } else { is_id(&spec.owner).then_some("Person") };
    let specs = facts.iter().map(|(_, fact, _, ty)| match id_kind.filter(|_| fact == "id") {
        Some(kind) => quote! { ::access::Fact { name: "id", kind: ::access::FactKind::Object(#kind), optional: false } },
        None => quote! { ::access::Fact { name: #fact, kind: <#ty as ::store::Column>::FACT, optional: <#ty as ::store::Column>::OPTIONAL } },
    });
    let account_column = match &spec.account {
        Some(column) => quote! { Some(#column) },
        None => quote! { None },
    };
    let relations = spec.relations.iter().map(|relation| {
        let Relation { kind, table, object, person, account } = relation;
        let kind = kind.to_string();
        let side = |column: &Option<String>| {
            column.as_ref().map_or_else(|| quote! { None }, |column| quote! { Some(#column) })
        };
        let (person, account) = (side(person), side(account));
        quote! { ::store::Relation { kind: #kind, table: #table, object: #object, person: #person, account: #account } }
    });
    Ok(quote! {
        impl ::store::Object for #name {
            const KIND: &'static str = #kind;
            const READ: &'static str = #read;
            const ACCOUNT: Option<&'static str> = #account_column;
            const RELATIONS: &'static [::store::Relation] = &[#(#relations),*];
            fn own_facts() -> ::access::ObjectType {
                ::access::ObjectType {
                    kind: #kind, facts: vec![#(#specs),*], account: #account, owner: #owner, relations: Vec::new(),
                }
            }
            fn facts(&self) -> ::access::RowFacts { [#(#values),*].into_iter().collect() }
            fn column(fact: &str) -> Option<&'static str> { match fact { #(#arms,)* _ => None } }
        }
    })
}

fn read_spec(spec: &mut Spec, meta: ParseNestedMeta<'_>) -> Result<()> {
    let Some(key) = meta.path.get_ident().map(ToString::to_string) else {
        return Err(meta.error("a single word"));
    };
    match key.as_str() {
        "table" => spec.table = Some(meta.value()?.parse()?),
        "kind" => spec.kind = Some(meta.value()?.parse()?),
        "read" => spec.read = Some(meta.value()?.parse()?),
        "account" => spec.account = Some(meta.value()?.parse()?),
        "owner" => spec.owner = Some(meta.value()?.parse()?),
        "parent" => {
            let content;
            syn::parenthesized!(content in meta.input);
            let parent = content.parse()?;
            content.parse::<Token![,]>()?;
            spec.parent = Some((parent, content.parse()?));
        }
        "relations" => meta.parse_nested_meta(|inner| {
            let kind = inner.path.get_ident().cloned().ok_or_else(|| inner.error("the relation's name"))?;
            let table: LitStr = inner.value()?.parse()?;
            spec.relations.push(Relation::parse(kind, &table)?);
            Ok(())
        })?,
        _ => return Err(meta.error("table, kind, read, account, owner, parent or relations")),
    }
    Ok(())
}

/// The `T` of `Id<T>`.
fn noun_of(ty: &syn::Type) -> Result<Path> {
    let wrong = || Error::new_spanned(ty, "the id is an `Id<Noun>`");
    let syn::Type::Path(path) = ty else { return Err(wrong()) };
    let last = path.path.segments.last().ok_or_else(wrong)?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return Err(wrong()) };
    match arguments.args.first() {
        Some(syn::GenericArgument::Type(syn::Type::Path(noun))) if last.ident == "Id" => Ok(noun.path.clone()),
        _ => Err(wrong()),
    }
}
