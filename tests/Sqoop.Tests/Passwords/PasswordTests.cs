using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Levada.Sqoop.Output;
using Levada.Sqoop.Passwords;
using Levada.Transfer;
using Levada.Transfer.Options;

namespace Levada.Sqoop.Tests.Passwords;

public sealed class PasswordTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sqoop-test-").FullName;
    private readonly List<string> _warnings = [];
    private readonly Dictionary<string, string> _variables = [];
    private string? _answer;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string NewFile(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private string? Fetch(ConnectOptions connect, params (string Name, string Value)[] properties)
    {
        using var error = new StringWriter();
        using var log = new LogWriter(error, TimeProvider.System, isTerminal: false);
        var surroundings = new Surroundings(TextWriter.Null, log) { Variable = name => _variables.GetValueOrDefault(name), AskSecret = _ => _answer };
        var options = new TransferOptions(ToolName.Eval)
        {
            Connect = connect,
            Properties = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, properties.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))),
        };
        var password = new PasswordSource(surroundings).Fetch(options);
        if (error.ToString() is { Length: > 0 } text) _warnings.Add(text);
        return password;
    }

    private string? FetchFile(string path, params (string Name, string Value)[] properties) => Fetch(new() { PasswordFile = path }, properties);

    private string Refusal(ConnectOptions connect, params (string Name, string Value)[] properties) =>
        Assert.Throws<TransferException>(() => Fetch(connect, properties)).Message;

    [Fact]
    public void Nothing_asked_for_is_no_password() => Assert.Null(Fetch(new()));

    [Fact]
    public void The_command_lines_password_is_taken_as_it_is() => Assert.Equal(" a\n", Fetch(new() { Password = " a\n" }));

    [Fact]
    public void The_terminal_is_asked_and_an_end_of_input_is_an_error()
    {
        _answer = "typed";
        Assert.Equal("typed", Fetch(new() { IsPasswordAsked = true }));
        _answer = null;
        Assert.Contains("password", Refusal(new() { IsPasswordAsked = true }));
    }

    [Theory]
    [InlineData("secret", "secret")]
    [InlineData("secret\n", "secret")]
    [InlineData("secret\r\n", "secret")]
    [InlineData("secret\n\n", "secret\n")]
    [InlineData(" sécret ", " sécret ")]
    [InlineData("", "")]
    public void One_newline_at_the_end_of_the_file_goes_with_a_warning(string content, string expected)
    {
        Assert.Equal(expected, FetchFile(NewFile("p", Encoding.UTF8.GetBytes(content))));
        Assert.Equal(content != expected, _warnings.Count == 1);
        Assert.DoesNotContain(_warnings, warning => warning.Contains("secret"));
    }

    [Fact]
    public void The_file_may_be_a_uri()
    {
        var path = NewFile("p q", "x"u8.ToArray());
        Assert.Equal("x", FetchFile("file:" + path));
        Assert.Equal("x", FetchFile("file://" + path.Replace(" ", "%20")));
        Assert.Contains("does not lie in the local file system", Refusal(new() { PasswordFile = "hdfs://n/p" }));
    }

    [Fact]
    public void What_is_no_file_is_an_error()
    {
        var none = Path.Combine(_folder, "none");
        Assert.Equal($"Error while loading password file: The provided password file {none} does not exist!", Refusal(new() { PasswordFile = none }));
        Assert.Equal($"Error while loading password file: The provided password file {_folder} is a directory!", Refusal(new() { PasswordFile = _folder }));
        Assert.Contains("holds more than", Refusal(new() { PasswordFile = NewFile("big", new byte[70_000]) }));
    }

    private static (string Name, string Value)[] Crypto(params (string Name, string Value)[] more) =>
    [
        ("org.apache.sqoop.credentials.loader.class", "org.apache.sqoop.util.password.CryptoFileLoader"),
        .. more.Select(pair => ("org.apache.sqoop.credentials.loader.crypto." + pair.Name, pair.Value)),
    ];

    [Fact]
    public void A_file_encrypted_for_sqoop_is_decrypted()
    {
        // Made by: openssl kdf -keylen 16 -kdfopt digest:SHA1 -kdfopt pass:phrase -kdfopt salt:SALT -kdfopt iter:10000 PBKDF2,
        // then openssl enc -aes-128-ecb -K <key>.
        var path = NewFile("p", Convert.FromHexString("B5239B5B73ED08E1D647F01029BF4E65"));
        Assert.Equal("s3cret", FetchFile(path, Crypto(("passphrase", "phrase"))));
    }

    [Fact]
    public void The_settings_of_the_encryption_can_be_changed()
    {
        using var aes = Aes.Create();
        aes.Key = Rfc2898DeriveBytes.Pbkdf2("p", Encoding.UTF8.GetBytes("salty"), 5, HashAlgorithmName.SHA1, 32);
        var path = NewFile("p", aes.EncryptEcb("x"u8, PaddingMode.PKCS7));
        Assert.Equal("x", FetchFile(path, Crypto(("passphrase", "p"), ("salt", "salty"), ("iterations", "5"), ("salt.key.len", "256"), ("alg", "AES"))));
    }

    [Theory]
    [InlineData("iterations", "x", "iterations needs a number")]
    [InlineData("salt.key.len", "56", "salt.key.len may be")]
    [InlineData("alg", "DES", "The cipher DES")]
    [InlineData("passphrase", "wrong", "Unable to decrypt")]
    public void What_cannot_be_decrypted_is_an_error(string name, string value, string complaint) => Assert.Contains(
        complaint, Refusal(new() { PasswordFile = NewFile("p", new byte[15]) }, name == "passphrase" ? Crypto((name, value)) : Crypto((name, value), ("passphrase", "p"))));

    [Fact]
    public void Decryption_needs_a_passphrase() =>
        Assert.Contains("Passphrase is missing", Refusal(new() { PasswordFile = NewFile("p", new byte[16]) }, Crypto()));

    [Fact]
    public void An_alias_is_a_line_of_a_file_or_a_variable()
    {
        var path = NewFile("c", "# c\ndb.prod=one two\nother: x\n"u8.ToArray());
        var alias = new ConnectOptions { PasswordAlias = "db.prod" };
        Assert.Equal("one two", Fetch(alias, ("hadoop.security.credential.provider.path", path)));
        _variables["SQOOP_PASSWORD_DB_PROD"] = "three";
        Assert.Equal("three", Fetch(alias));
        Assert.Equal("one two", Fetch(alias, ("hadoop.security.credential.provider.path", "file:" + path)));
        Assert.Equal("three", Fetch(alias, ("hadoop.security.credential.provider.path", NewFile("d", "a=b"u8.ToArray()))));
    }

    [Fact]
    public void An_alias_that_nobody_knows_says_where_it_was_looked_for()
    {
        var complaint = Refusal(new() { PasswordAlias = "db-1" });
        Assert.StartsWith("Unable to process alias db-1", complaint);
        Assert.Contains("SQOOP_PASSWORD_DB_1", complaint);
    }

    [Theory]
    [InlineData("jceks://hdfs/user/me/x.jceks")]
    [InlineData("localjceks://file/home/me/x.jceks")]
    public void Java_key_stores_are_not_read(string provider) => Assert.Contains(
        "Java key stores", Refusal(new() { PasswordAlias = "a" }, ("hadoop.security.credential.provider.path", provider)));
}
