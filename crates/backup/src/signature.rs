//! How a request to a bucket is signed: AWS Signature Version 4, in headers.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>

use kernel::Timestamp;
use ring::hmac::{HMAC_SHA256, Key, Tag, sign};

use crate::packing::sum;

/// Who asks, and in which region.
#[derive(Clone)]
pub(crate) struct Credentials {
    pub key: String,
    pub secret: String,
    pub token: Option<String>,
    pub region: String,
}

/// What is asked. Path and query are encoded already, the query's names in order.
pub(crate) struct Asked<'a> {
    pub method: &'a str,
    pub host: &'a str,
    pub path: &'a str,
    pub query: &'a str,
    /// The body's SHA-256.
    pub sum: &'a str,
}

impl Credentials {
    /// The headers that sign it, beside `host`.
    pub fn headers(&self, asked: &Asked<'_>, now: Timestamp) -> Vec<(&'static str, String)> {
        let instant = now.to_jiff().strftime("%Y%m%dT%H%M%SZ").to_string();
        let day = now.to_jiff().strftime("%Y%m%d").to_string();
        let mut headers = vec![("x-amz-content-sha256", asked.sum.to_owned()), ("x-amz-date", instant.clone())];
        headers.extend(self.token.clone().map(|token| ("x-amz-security-token", token)));
        let mut lines = format!("host:{}\n", asked.host);
        let mut names = "host".to_owned();
        for (name, value) in &headers {
            lines.push_str(&format!("{name}:{value}\n"));
            names.push_str(&format!(";{name}"));
        }
        let Asked { method, path, query, sum: body, .. } = asked;
        let request = format!("{method}\n{path}\n{query}\n{lines}\n{names}\n{body}");
        let scope = format!("{day}/{}/s3/aws4_request", self.region);
        let words = format!("AWS4-HMAC-SHA256\n{instant}\n{scope}\n{}", sum(request.as_bytes()));
        let mut key = hmac(format!("AWS4{}", self.secret).as_bytes(), &day);
        for step in [self.region.as_str(), "s3", "aws4_request", words.as_str()] {
            key = hmac(key.as_ref(), step);
        }
        let signature = hex::encode(key.as_ref());
        let says =
            format!("AWS4-HMAC-SHA256 Credential={}/{scope},SignedHeaders={names},Signature={signature}", self.key);
        headers.push(("authorization", says));
        headers
    }
}

fn hmac(key: &[u8], text: &str) -> Tag {
    sign(&Key::new(HMAC_SHA256, key), text.as_bytes())
}

#[cfg(test)]
mod tests {
    use kernel::Timestamp;

    use super::{Asked, Credentials};
    use crate::packing::sum;

    /// The examples of the page above.
    #[test]
    fn requests_are_signed_as_the_standard_s_examples_are() {
        let credentials = Credentials {
            key: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
            token: None,
            region: "us-east-1".to_owned(),
        };
        let now = Timestamp::from_micros(1_369_353_600_000_000);
        for (query, signature) in [
            ("max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
            ("lifecycle=", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        ] {
            let sum = sum(b"");
            let host = "examplebucket.s3.amazonaws.com";
            let asked = Asked { method: "GET", host, path: "/", query, sum: &sum };
            let headers = credentials.headers(&asked, now);
            let (_, says) = headers.last().expect("a signature");
            assert!(says.ends_with(signature), "{says}");
        }
    }
}
