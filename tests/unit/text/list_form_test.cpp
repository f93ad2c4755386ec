#include "analyzer/text/list_form.h"

#include <catch2/catch.hpp>

namespace analyzer::text {
namespace {

using namespace std::string_literals;

struct Vector {
  std::string url;
  std::string form;
};

// The published vectors of Safe Browsing, without "http://" on the right.
const Vector kPublished[] = {
    {"http://host/%25%32%35", "host/%25"},
    {"http://host/%25%32%35%25%32%35", "host/%25%25"},
    {"http://host/%2525252525252525", "host/%25"},
    {"http://host/asdf%25%32%35asd", "host/asdf%25asd"},
    {"http://host/%%%25%32%35asd%%", "host/%25%25%25asd%25%25"},
    {"http://www.google.com/", "www.google.com/"},
    {"http://%31%36%38%2e%31%38%38%2e%39%39%2e%32%36/%2E%73%65%63%75%72%65/%77%77%77%2E%65%62%61"
     "%79%2E%63%6F%6D/",
     "168.188.99.26/.secure/www.ebay.com/"},
    {"http://195.127.0.11/uploads/%20%20%20%20/.verify/"
     ".eBaysecure=updateuserdataxplimnbqmn-xplmvalidateinfoswqpcmlx=hgplmcx/",
     "195.127.0.11/uploads/%20%20%20%20/.verify/"
     ".eBaysecure=updateuserdataxplimnbqmn-xplmvalidateinfoswqpcmlx=hgplmcx/"},
    {"http://host%23.com/%257Ea%2521b%2540c%2523d%2524e%25f%255E00%252611%252A22%252833%252944_55"
     "%252B",
     "host%23.com/~a!b@c%23d$e%25f^00&11*22(33)44_55+"},
    {"http://3279880203/blah", "195.127.0.11/blah"},
    {"http://www.google.com/blah/..", "www.google.com/"},
    {"www.google.com/", "www.google.com/"},
    {"www.google.com", "www.google.com/"},
    {"http://www.evil.com/blah#frag", "www.evil.com/blah"},
    {"http://www.GOOgle.com/", "www.google.com/"},
    {"http://www.google.com.../", "www.google.com/"},
    {"http://www.google.com/foo\tbar\rbaz\n2", "www.google.com/foobarbaz2"},
    {"http://www.google.com/q?", "www.google.com/q?"},
    {"http://www.google.com/q?r?", "www.google.com/q?r?"},
    {"http://www.google.com/q?r?s", "www.google.com/q?r?s"},
    {"http://evil.com/foo#bar#baz", "evil.com/foo"},
    {"http://evil.com/foo;", "evil.com/foo;"},
    {"http://evil.com/foo?bar;", "evil.com/foo?bar;"},
    {"http://\x01\x80.com/", "%01%80.com/"},
    {"http://notrailingslash.com", "notrailingslash.com/"},
    {"http://www.gotaport.com:1234/", "www.gotaport.com/"},
    {"  http://www.google.com/  ", "www.google.com/"},
    {"http:// leadingspace.com/", "%20leadingspace.com/"},
    {"http://%20leadingspace.com/", "%20leadingspace.com/"},
    {"%20leadingspace.com/", "%20leadingspace.com/"},
    {"https://www.securesite.com/", "www.securesite.com/"},
    {"http://host.com/ab%23cd", "host.com/ab%23cd"},
    {"http://host.com//twoslashes?more//slashes", "host.com/twoslashes?more//slashes"},
};

const Vector kOwn[] = {
    {"http://user:pass@host.com:80/", "host.com/"},
    {"host.com?next=http://other.com/", "host.com/?next=http://other.com/"},
    {"http://0x7f.1/", "127.0.0.1/"},
    {"http://社保.cn/认证", "xn--ruqr22h.cn/%E8%AE%A4%E8%AF%81"},
    {"http://a.cn/x/./y/../z", "a.cn/x/z"},
    {"http://a.cn/../../", "a.cn/"},
    {"http://[2001:DB8::1]:8080/a", "[2001:db8::1]/a"},
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("Links take the published form of lists") {
  for (const Vector& vector : kPublished) {
    INFO(vector.url);
    const Result<ListForm> form = list_form(vector.url);
    REQUIRE(form.has_value());
    CHECK(form->text() == vector.form);
  }
  for (const Vector& vector : kOwn) {
    INFO(vector.url);
    const Result<ListForm> form = list_form(vector.url);
    REQUIRE(form.has_value());
    CHECK(form->text() == vector.form);
  }
}

TEST_CASE("A form's own text has the same form") {
  for (const Vector& vector : kPublished) {
    INFO(vector.form);
    CHECK(list_form(vector.form)->text() == vector.form);
  }
}

TEST_CASE("A link without a host has no form") {
  CHECK_FALSE(list_form("").has_value());
  CHECK_FALSE(list_form("http:///a").has_value());
  CHECK_FALSE(list_form("http://.../").has_value());
}

TEST_CASE("Hosts and paths are shortened as published") {
  CHECK(list_expressions(*list_form("http://a.b.c/1/2.html?param=1")) ==
        Texts{"a.b.c/1/2.html?param=1", "a.b.c/1/2.html", "a.b.c/", "a.b.c/1/",
              "b.c/1/2.html?param=1", "b.c/1/2.html", "b.c/", "b.c/1/"});
  CHECK(list_expressions(*list_form("http://a.b.c.d.e.f.g/1.html")) ==
        Texts{"a.b.c.d.e.f.g/1.html", "a.b.c.d.e.f.g/", "c.d.e.f.g/1.html", "c.d.e.f.g/",
              "d.e.f.g/1.html", "d.e.f.g/", "e.f.g/1.html", "e.f.g/", "f.g/1.html", "f.g/"});
  CHECK(list_expressions(*list_form("http://1.2.3.4/1/")) == Texts{"1.2.3.4/1/", "1.2.3.4/"});
  CHECK(list_expressions(*list_form("a.cn/1/2/3/4/5/6")) ==
        Texts{"a.cn/1/2/3/4/5/6", "a.cn/", "a.cn/1/", "a.cn/1/2/", "a.cn/1/2/3/"});
}

}  // namespace analyzer::text
