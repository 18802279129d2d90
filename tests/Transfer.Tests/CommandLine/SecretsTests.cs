using Levada.Transfer.CommandLine.Arguments;

namespace Levada.Transfer.Tests.CommandLine;

public sealed class SecretsTests
{
    [Theory]
    [InlineData("jdbc:mysql://h/db?password=s3cret&a=b", "jdbc:mysql://h/db?password=********&a=b")]
    [InlineData("jdbc:sqlserver://h;Password=s3cret", "jdbc:sqlserver://h;Password=********")]
    [InlineData("jdbc:oracle:thin:scott/s3cret@//h:1521/x", "jdbc:oracle:thin:scott/********@//h:1521/x")]
    [InlineData("jdbc:mysql://u:s3cret@h/db", "jdbc:mysql://u:********@h/db")]
    [InlineData("jdbc:postgresql://h:5432/db?mail=a@b", "jdbc:postgresql://h:5432/db?mail=a@b")]
    [InlineData("SELECT 1", "SELECT 1")]
    public void Passwords_in_a_url_are_masked(string url, string expected) => Assert.Equal(expected, Secrets.MaskUrl(url));

    [Theory]
    [InlineData("sqoop.metastore.client.autoconnect.password", true)]
    [InlineData("fs.s3a.secret.key", true)]
    [InlineData("org.apache.sqoop.credentials.loader.crypto.passphrase", true)]
    [InlineData("mapreduce.output.basename", false)]
    public void Names_tell_secrets(string name, bool isSecret) => Assert.Equal(isSecret, Secrets.IsSecretName(name));
}
