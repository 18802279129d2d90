using CsCheck;
using Levada.Transfer.Urls;

namespace Levada.Transfer.Tests.Urls;

public sealed class JdbcUrlTests
{
    [Theory]
    [InlineData("jdbc:mysql://db.example.com/shop", "MySql db.example.com shop - - ()")]
    [InlineData("jdbc:mysql://h:3307/shop?useSSL=false&connectTimeout=5000", "MySql h:3307 shop - - (useSSL=false connectTimeout=5000)")]
    [InlineData("jdbc:mysql://h/shop?useSSL=false&amp;characterEncoding=UTF-8", "MySql h shop - - (useSSL=false characterEncoding=UTF-8)")]
    [InlineData("jdbc:mysql:///shop", "MySql  shop - - ()")]
    [InlineData("jdbc:mysql://h", "MySql h  - - ()")]
    [InlineData("jdbc:mysql://h1:1,h2:2,h3/shop", "MySql h1:1,h2:2,h3 shop - - ()")]
    [InlineData("jdbc:mysql:loadbalance://h1,h2/shop", "MySql h1,h2 shop - - () loadbalance")]
    [InlineData("jdbc:mysql:replication://[h1:1,h2]/shop", "MySql h1:1,h2 shop - - () replication")]
    [InlineData("jdbc:mariadb://[2001:db8::1]:3306/shop", "MySql [2001:db8::1]:3306 shop - - ()")]
    [InlineData("jdbc:mariadb://2001:db8::1/shop", "MySql [2001:db8::1] shop - - ()")]
    [InlineData("jdbc:mysql://[::1]/shop", "MySql [::1] shop - - ()")]
    [InlineData("jdbc:mysql://ann:s%40c%2Fr:t@h:1/shop", "MySql h:1 shop ann s@c/r:t ()")]
    [InlineData("jdbc:mysql://ann:pw@[h1,[::1]:2]/shop", "MySql h1,[::1]:2 shop ann pw ()")]
    [InlineData("jdbc:mysql://address=(host=h1)(port=1)(user=ann)(useSSL=true),address=(host=h2)/shop", "MySql h1:1,h2 shop ann - (useSSL=true)")]
    [InlineData("jdbc:mysql://(host=h1,port=1,password=pw),(host=::1)/shop", "MySql h1:1,[::1] shop - pw ()")]
    [InlineData("jdbc:mysql://h/sh%20op?user=ann&password=a%26b", "MySql h sh op ann a&b ()")]
    [InlineData("jdbc:mysql://h/shop?sessionVariables=a=1", "MySql h shop - - (sessionVariables=a=1)")]
    [InlineData("JDBC:MySQL://h:/shop", "MySql h shop - - ()")]
    [InlineData("jdbc:postgresql://h:5433/shop?currentSchema=a,b&sslmode=require", "PostgreSql h:5433 shop - - (currentSchema=a,b sslmode=require)")]
    [InlineData("jdbc:postgresql:shop", "PostgreSql  shop - - ()")]
    [InlineData("jdbc:postgresql:/", "PostgreSql   - - ()")]
    [InlineData("jdbc:postgresql://h1:1,[::1]:2/shop?user=ann", "PostgreSql h1:1,[::1]:2 shop ann - ()")]
    [InlineData("jdbc:sqlserver://h:1433;databaseName=shop;encrypt=true", "SqlServer h:1433 shop - - (encrypt=true)")]
    [InlineData("jdbc:sqlserver://h\\inst:1444;database=shop;user=ann;password={a;b}}c}", "SqlServer h:1444 shop ann a;b}c () \\inst")]
    [InlineData("jdbc:sqlserver://h\\inst;integratedSecurity=true;", "SqlServer h  - - (integratedSecurity=true) \\inst")]
    [InlineData("jdbc:sqlserver://;serverName=::1;portNumber=1433;instanceName=i;userName=ann", "SqlServer [::1]:1433  ann - () \\i")]
    [InlineData("jdbc:microsoft:sqlserver://h:1433;DatabaseName=shop", "SqlServer h:1433 shop - - ()")]
    [InlineData("jdbc:jtds:sqlserver://h:1433/shop;instance=i;ssl=require", "SqlServer h:1433 shop - - (ssl=require) \\i")]
    [InlineData("jdbc:sqlite:data/shop.db", "Sqlite  data/shop.db - - ()")]
    [InlineData("jdbc:sqlite:C:/data/shop.db?busy_timeout=5", "Sqlite  C:/data/shop.db - - (busy_timeout=5)")]
    [InlineData("jdbc:sqlite:file:///data/a%20b.db?mode=ro", "Sqlite  /data/a b.db - - (mode=ro)")]
    [InlineData("jdbc:sqlite:file:shop.db", "Sqlite  shop.db - - ()")]
    [InlineData("jdbc:hsqldb:hsql://h:16000/sqoop", "Hsqldb   - - ()")]
    [InlineData("jdbc:oracle:thin:@//h:1521/shop", "Oracle  //h:1521/shop - - ()")]
    [InlineData("jdbc:oracle:thin:ann/pw@h:1521:orcl", "Oracle  //h:1521/orcl ann pw ()")]
    [InlineData("jdbc:oracle:oci:@tns", "Oracle  tns - - ()")]
    [InlineData("jdbc:db2://h:50000/shop:user=ann;password=pw;currentSchema=S;", "Db2 h:50000 shop ann pw (currentSchema=S)")]
    [InlineData("jdbc:vertica://h:5433/shop?a=1", "Other h:5433 shop - - (a=1)")]
    [InlineData("jdbc:firebird:Data Source=h;Password=pw", "Other   - - ()")]
    public void A_URL_is_taken_apart(string text, string expected)
    {
        var url = JdbcUrl.Parse(text);
        var properties = string.Join(' ', url.Properties.Names.Select(name => $"{name}={url.Properties[name]}"));
        var more = (url.Mode.Length > 0 ? $" {url.Mode}" : "") + (url.InstanceName is null ? "" : $" \\{url.InstanceName}");
        Assert.Equal(
            expected,
            $"{url.Product} {string.Join(',', url.Hosts)} {url.Database} {url.UserName ?? "-"} {url.Password ?? "-"} ({properties}){more}");
    }

    [Theory]
    [InlineData("mysql://h/shop", "does not begin with jdbc:")]
    [InlineData("jdbc:", "no database product")]
    [InlineData("jdbc:mysql", "no database product")]
    [InlineData("jdbc:mysql:h/shop", "jdbc:mysql://host")]
    [InlineData("jdbc:mysql:magic://h/shop", "jdbc:mysql://host")]
    [InlineData("jdbc:mysql://h;useSSL=true/shop", "host names")]
    [InlineData("jdbc:mysql://h:x/shop", "port")]
    [InlineData("jdbc:mysql://h:70000/shop", "port")]
    [InlineData("jdbc:mysql://h:abc:x/shop", "several ports")]
    [InlineData("jdbc:mysql://[::1/shop", "bracket")]
    [InlineData("jdbc:mysql://(host=h/shop", "parenthesis")]
    [InlineData("jdbc:postgresql://ann:1/ss@h/shop", "%2F")]
    [InlineData("jdbc:postgresql:ann:secret@h/shop", "two slashes")]
    [InlineData("jdbc:sqlserver:h", "jdbc:sqlserver://host")]
    [InlineData("jdbc:sqlserver://h;password={abc", "brace")]
    [InlineData("jdbc:jtds:sybase://h", "jdbc:jtds:sqlserver")]
    [InlineData("jdbc:oracle:thin:h", "jdbc:oracle:thin:@")]
    [InlineData("jdbc:mysql://h/shop\nx", "line break")]
    public void A_broken_URL_is_an_error_that_says_what_is_wrong(string text, string part) =>
        Assert.Contains(part, Assert.Throws<TransferException>(() => JdbcUrl.Parse(text)).Message);

    [Fact]
    public void Whatever_is_given_is_taken_apart_or_refused_and_no_secret_is_shown()
    {
        const string Secret = "hunter2";
        var piece = Gen.OneOf(
            Gen.OneOf(
                "jdbc:", "mysql:", "mariadb:", "postgresql:", "sqlserver:", "jtds:", "sqlite:", "oracle:", "db2:", "x:", "thin:", "loadbalance:", "//", "/", "@",
                ":", "?", "&", ";", "=", "[", "]", "(", ")", "address=(", "host=h", "port=1", "{", "}", "\\", ",", "%", "%4", "%41", "h", "::1", "3306", "user=ann"),
            Gen.OneOf($":{Secret}@", $"password={Secret}", $"ann:{Secret}@h", $";password={Secret};", $"(password={Secret})"),
            Gen.String[Gen.Char[' ', '~'], 0, 3]);
        Gen.Select(Gen.OneOf("jdbc:mysql://", "jdbc:postgresql://", "jdbc:sqlserver://", "jdbc:", ""), piece.Array[0, 12])
            .Sample((start, pieces) =>
            {
                var text = start + string.Concat(pieces);
                try
                {
                    var shown = JdbcUrl.Parse(text).ToString();
                    return text.StartsWith("jdbc:sqlite", StringComparison.OrdinalIgnoreCase) || !shown.Contains(Secret, StringComparison.Ordinal);
                }
                catch (TransferException failure)
                {
                    return !failure.Message.Contains(Secret, StringComparison.Ordinal);
                }
            }, iter: 20_000);
    }

    [Fact]
    public void Depth_is_no_danger() =>
        Assert.Throws<TransferException>(() => JdbcUrl.Parse($"jdbc:mysql://{new string('[', 100_000)}/x"));
}
