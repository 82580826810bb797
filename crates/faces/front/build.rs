//! Lists this crate's templates, samples and messages, and asks for the files that Vite builds.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

fn main() -> ExitCode {
    match write_texts() {
        Ok(()) if Path::new("../../../web/dist/manifest.json").is_file() => ExitCode::SUCCESS,
        Ok(()) => {
            eprintln!("The pages' styles and scripts are not built yet: run `make web` first.");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("Could not list the templates and messages: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write_texts() -> Result<(), Box<dyn Error>> {
    for watched in ["templates", "messages", "src/words", "../../../web/dist"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let home = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let mut files = Vec::new();
    collect(&home.join("templates"), &mut files)?;
    files.sort();
    let named = |path: &PathBuf| -> Result<String, Box<dyn Error>> {
        let name = path.strip_prefix(home.join("templates"))?;
        Ok(name.to_str().ok_or("a template's name is not UTF-8")?.replace('\\', "/"))
    };
    let (mut templates, mut samples) = (String::new(), String::new());
    for path in &files {
        let name = named(path)?;
        if let Some(stem) = name.strip_suffix(".samples.json") {
            for template in [format!("{stem}.html"), format!("{stem}.txt")] {
                if home.join("templates").join(&template).is_file() {
                    writeln!(samples, "    ({template:?}, include_str!({path:?})),")?;
                }
            }
        } else if name.ends_with(".html") || name.ends_with(".txt") {
            writeln!(templates, "    ({name:?}, include_str!({path:?})),")?;
        }
    }
    let mut messages = String::new();
    for folder in ["messages", "src/words"] {
        let mut files = Vec::new();
        collect(&home.join(folder), &mut files)?;
        files.sort();
        for path in files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "ftl")) {
            let locale = path.file_stem().and_then(|stem| stem.to_str()).ok_or("a language's name is not UTF-8")?;
            let origin = format!("front/{folder}/{locale}.ftl");
            writeln!(messages, "    ({locale:?}, {origin:?}, include_str!({path:?})),")?;
        }
    }
    let text = format!(
        "const TEMPLATES: &[(&str, &str)] = &[\n{templates}];\nconst SAMPLES: &[(&str, &str)] = &[\n{samples}];\n\
         const MESSAGES: &[(&str, &str, &str)] = &[\n{messages}];\n"
    );
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("texts.rs"), text)?;
    Ok(())
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, into)?;
        } else {
            into.push(path);
        }
    }
    Ok(())
}
