using System.Text.RegularExpressions;

namespace Levada.Eng.Tests;

/// <summary>The repository builds anywhere: it names no package source and no path of a machine it was written on.</summary>
public sealed class NeutralityTests
{
    // Written in pieces, so that this file does not find itself.
    private static readonly string[] ForeignWords =
    [
        "api.nuget" + ".org", "registry.npmjs" + ".org", "registry.yarnpkg" + ".com", "pkgs.dev.azure" + ".com", "pypi" + ".org/simple",
        "package" + "Sources", "/work" + "/", "/root" + "/", "/tmp/" + "briefs", "jfrog" + ".io", "artifact" + "ory",
    ];

    private static IEnumerable<(string Path, string Text)> TextFiles() =>
        from path in Repository.ListFiles()
        let bytes = File.ReadAllBytes(Repository.PathOf(path))
        where !bytes.AsSpan().Contains((byte)0)
        select (path, System.Text.Encoding.UTF8.GetString(bytes));

    [Fact]
    public void No_file_names_a_package_source_or_a_workplace_path()
    {
        var places = from file in TextFiles()
                     from word in ForeignWords
                     where file.Text.Contains(word, StringComparison.OrdinalIgnoreCase)
                     select $"{file.Path}: {word}";
        Assert.Empty(places);
    }

    [Fact]
    public void Npm_lock_files_say_no_address()
    {
        var locks = TextFiles().Where(file => file.Path.EndsWith("package-lock.json")).ToList();
        Assert.NotEmpty(locks);
        Assert.All(locks, file => Assert.DoesNotMatch(new Regex("\"resolved\"|https?://"), file.Text));
    }

    [Fact]
    public void Npm_projects_keep_addresses_out_of_their_lock_files() =>
        Assert.All(
            Repository.ListFiles().Where(path => path.EndsWith("package-lock.json")),
            path => Assert.Contains(
                "omit-lockfile-registry-resolved=true",
                File.ReadAllText(Repository.PathOf(Path.Combine(Path.GetDirectoryName(path)!, ".npmrc")))));

    [Fact]
    public void Packages_have_one_central_version()
    {
        var projects = TextFiles().Where(file => file.Path.EndsWith(".csproj"));
        Assert.All(projects, file => Assert.DoesNotMatch(new Regex("<PackageReference[^>]* Version="), file.Text));
    }
}
