"""Makes answer-sha256.xml and answer-sha1.xml, which only differ in how they are signed, and logout.txt, the query with
which a browser brings a signed request to sign somebody out.

The answers are written in canonical form already, so that openssl alone can sign them: attributes in their order, no element
that closes itself, no name space but where it is used. Run in this folder.
"""

import base64
import subprocess
import urllib.parse
import zlib

DSIG = "http://www.w3.org/2000/09/xmldsig#"
C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
ALGORITHMS = {
    "sha256": ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmlenc#sha256"),
    "sha1": (DSIG + "rsa-sha1", DSIG + "sha1"),
}

HEAD = (
    '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_assertion"'
    ' IssueInstant="2026-03-12T08:00:00Z" Version="2.0"><saml:Issuer>https://login.example/idp</saml:Issuer>'
)
TAIL = (
    '<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">s-1</saml:NameID>'
    '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData'
    ' InResponseTo="_request" NotOnOrAfter="2026-03-12T08:05:00Z" Recipient="https://portal.example/acs">'
    "</saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject>"
    '<saml:Conditions NotBefore="2026-03-12T08:00:00Z" NotOnOrAfter="2026-03-12T08:05:00Z"><saml:AudienceRestriction>'
    "<saml:Audience>https://portal.example/saml</saml:Audience></saml:AudienceRestriction></saml:Conditions>"
    '<saml:AuthnStatement AuthnInstant="2026-03-12T08:00:00Z" SessionIndex="i-1"><saml:AuthnContext>'
    "<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef>"
    "</saml:AuthnContext></saml:AuthnStatement>"
    '<saml:AttributeStatement><saml:Attribute Name="mail"><saml:AttributeValue>sade@northgate.example'
    '</saml:AttributeValue></saml:Attribute><saml:Attribute Name="groups"><saml:AttributeValue>buyers'
    "</saml:AttributeValue><saml:AttributeValue>others</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>"
    "</saml:Assertion>"
)


def openssl(*words, told):
    return subprocess.run(["openssl", "dgst", *words, "-binary"], input=told.encode(), capture_output=True, check=True).stdout


for name, (signature, digest) in ALGORITHMS.items():
    hashed = base64.b64encode(openssl("-" + name, told=HEAD + TAIL)).decode()
    inside = (
        f'<ds:CanonicalizationMethod Algorithm="{C14N}"></ds:CanonicalizationMethod>'
        f'<ds:SignatureMethod Algorithm="{signature}"></ds:SignatureMethod><ds:Reference URI="#_assertion"><ds:Transforms>'
        f'<ds:Transform Algorithm="{DSIG}enveloped-signature"></ds:Transform><ds:Transform Algorithm="{C14N}">'
        f'</ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="{digest}"></ds:DigestMethod><ds:DigestValue>{hashed}'
        "</ds:DigestValue></ds:Reference></ds:SignedInfo>"
    )
    told = f'<ds:SignedInfo xmlns:ds="{DSIG}">' + inside
    value = base64.b64encode(openssl("-" + name, "-sign", "keys/provider.key", told=told)).decode()
    signed = f'<ds:Signature xmlns:ds="{DSIG}"><ds:SignedInfo>{inside}<ds:SignatureValue>{value}</ds:SignatureValue></ds:Signature>'
    answer = (
        '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Destination="https://portal.example/acs"'
        ' ID="_answer" InResponseTo="_request" IssueInstant="2026-03-12T08:00:00Z" Version="2.0">'
        '<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">https://login.example/idp</saml:Issuer>'
        '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></samlp:StatusCode>'
        "</samlp:Status>" + HEAD + signed + TAIL + "</samlp:Response>"
    )
    open(f"answer-{name}.xml", "w").write(answer)

request = (
    '<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"'
    ' ID="_out" Version="2.0" IssueInstant="2026-03-12T08:00:00Z" NotOnOrAfter="2026-03-12T08:05:00Z"'
    ' Destination="https://portal.example/logout"><saml:Issuer>https://login.example/idp</saml:Issuer>'
    '<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">s-1</saml:NameID>'
    "<samlp:SessionIndex>i-1</samlp:SessionIndex></samlp:LogoutRequest>"
)
packer = zlib.compressobj(9, zlib.DEFLATED, -15)
packed = base64.b64encode(packer.compress(request.encode()) + packer.flush()).decode()
query = urllib.parse.urlencode({"SAMLRequest": packed, "RelayState": "theirs", "SigAlg": ALGORITHMS["sha256"][0]})
signed = base64.b64encode(openssl("-sha256", "-sign", "keys/provider.key", told=query)).decode()
open("logout.txt", "w").write(query + "&" + urllib.parse.urlencode({"Signature": signed}) + "\n")
