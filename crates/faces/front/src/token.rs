use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// How many characters a token has.
const LENGTH: usize = 43;

/// A new secret of 256 random bits, in letters that fit cookies and addresses. What is stored of it is its hash:
/// [`directory::token_hash`].
pub fn new_token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// Whether the text could be one of ours; saves asking the database about anything else.
pub(crate) fn is_token(text: &str) -> bool {
    text.len() == LENGTH && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::{is_token, new_token};

    #[test]
    fn a_token_is_recognised_and_never_the_same_twice() {
        let token = new_token();
        assert!(is_token(&token));
        assert_ne!(token, new_token());
        assert!(!is_token(""));
        assert!(!is_token(&format!("{}\n", &token[1..])));
    }
}
