using Levada.DataFiles.Sources;
using Levada.Transfer;

namespace Levada.DataFiles.Tests.Sources;

public sealed class PathGlobTests
{
    private static readonly SortedSet<string> s_paths = new(StringComparer.Ordinal)
    {
        "/", "/d", "/d/2023", "/d/2023/part-m-00000", "/d/2023/part-m-00001.gz", "/d/2024", "/d/2024/part-m-00000", "/d/2024/_SUCCESS",
        "/d/2024/.hidden", "/d/_tmp", "/d/_tmp/part-m-00000", "/d/a*b", "/d/a-b", "/d/a{b}",
    };

    [Theory]
    [InlineData("/d/2023", "/d/2023")]
    [InlineData("/d/*", "/d/2023 /d/2024 /d/a*b /d/a-b /d/a{b}")]
    [InlineData("/d/*/*", "/d/2023/part-m-00000 /d/2023/part-m-00001.gz /d/2024/part-m-00000")]
    [InlineData("/d/20*/part-*.gz", "/d/2023/part-m-00001.gz")]
    [InlineData("/d/202?", "/d/2023 /d/2024")]
    [InlineData("/d/202[34]", "/d/2023 /d/2024")]
    [InlineData("/d/202[0-3]", "/d/2023")]
    [InlineData("/d/202[^3]", "/d/2024")]
    [InlineData("/d/202[!3]", "/d/2024")]
    [InlineData("/d/{2023,2024}/part-m-00000", "/d/2023/part-m-00000 /d/2024/part-m-00000")]
    [InlineData("/d/{2023/part-m-00001*,2024/{part-m-00000,missing}}", "/d/2023/part-m-00001.gz /d/2024/part-m-00000")]
    [InlineData("/{d,d}/2023", "/d/2023")]
    [InlineData("/d/_*/*", "/d/_tmp/part-m-00000")]
    [InlineData("/d/2024/.h*", "/d/2024/.hidden")]
    [InlineData("/d/a[*-]b", "/d/a*b /d/a-b")]
    [InlineData("/d/a\\*b", "/d/a*b")]
    [InlineData("/d/a\\{b\\}", "/d/a{b}")]
    [InlineData("/d/part+.", "")]
    [InlineData("/nothing/*", "")]
    public void A_pattern_finds_what_Hadoops_would(string pattern, string found) =>
        Assert.Equal(found, string.Join(' ', PathGlob.Find(pattern, List, s_paths.Contains)));

    [Theory]
    [InlineData("/d/{a,b", "{ without its }")]
    [InlineData("/d/[ab", "[ without its ]")]
    [InlineData("/d/[z-a]", "means nothing")]
    public void A_pattern_that_means_nothing_is_refused(string pattern, string words) =>
        Assert.Contains(words, Assert.Throws<TransferException>(() => PathGlob.Find(pattern, List, s_paths.Contains)).Message);

    [Fact]
    public void Braces_that_multiply_beyond_reason_are_refused() => Assert.Contains(
        "alternatives",
        Assert.Throws<TransferException>(() => BraceExpansion.Of(string.Concat(Enumerable.Repeat("{a,b,c,d}", 30)))).Message);

    [Fact]
    public void Braces_may_hold_braces() =>
        Assert.Equal(["ab", "acd", "ace", "a"], BraceExpansion.Of("a{b,c{d,e},}").OrderBy(text => text.Length == 1).ThenBy(text => text, StringComparer.Ordinal));

    private static IEnumerable<string> List(string directory) =>
        s_paths.Where(path => path != "/" && Path.GetDirectoryName(path) == directory).Select(path => Path.GetFileName(path));
}
