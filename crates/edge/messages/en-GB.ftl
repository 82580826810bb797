### What the edge refuses before a page is asked.

problem-misdirected = This portal does not answer to that address

problem-too-slow = What you sent did not arrive in time
problem-too-slow-more = The connection was slow or broke off. Send it once more.
