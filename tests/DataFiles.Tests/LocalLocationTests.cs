using Levada.Transfer;

namespace Levada.DataFiles.Tests;

public sealed class LocalLocationTests
{
    [Theory]
    [InlineData("/data/emp", "/data/emp")]
    [InlineData("/data//emp/", "/data/emp/")]
    [InlineData("/data/x/../emp", "/data/emp")]
    [InlineData("file:/data/emp", "/data/emp")]
    [InlineData("file:///data/emp", "/data/emp")]
    [InlineData("FILE://localhost/data/emp", "/data/emp")]
    [InlineData("/data/a:b", "/data/a:b")]
    [InlineData("./a:b", null)]
    [InlineData("file:///data/a%20b", "/data/a%20b")]
    [InlineData("emp", null)]
    public void Paths_and_file_uris_are_paths_of_this_machine(string location, string? path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "paths differ");
        Assert.Equal(path ?? Path.GetFullPath(location), LocalLocation.Parse(location));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("  ", "empty")]
    [InlineData("hdfs://namenode:8020/user/emp", "hdfs: locations are not offered yet: hdfs://namenode:8020/user/emp")]
    [InlineData("s3a://bucket/emp", "s3a: locations are not offered yet")]
    [InlineData("S3A://bucket/emp", "S3A: locations are not offered yet")]
    [InlineData("foo:/bar", "No FileSystem for scheme \"foo\"")]
    [InlineData("file://server/share", "names the host 'server'")]
    [InlineData("file://server", "names the host 'server'")]
    public void Other_locations_are_refused(string location, string words) =>
        Assert.Contains(words, Assert.Throws<TransferException>(() => LocalLocation.Parse(location)).Message);

    [Fact]
    public void Keys_in_a_location_are_not_repeated()
    {
        var failure = Assert.Throws<TransferException>(() => LocalLocation.Parse("s3://AKIA123:verysecret@bucket/emp"));
        Assert.DoesNotContain("verysecret", failure.Message);
        Assert.Contains("bucket/emp", failure.Message);
    }
}
