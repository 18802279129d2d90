using System.Text.Json;
using System.Xml.Linq;

namespace Levada.Eng.Tests;

public sealed class LayersTests
{
    /// <summary>A core project may name only those before it.</summary>
    private static readonly string[] CoreOrder =
        ["Protocol", "Records", "Log", "Replication", "Quorum", "Metadata", "Coordination", "Security", "Transfer"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["gen"] = [],
        ["core"] = ["gen", "core"],
        ["io"] = ["core"],
        ["app"] = ["app", "io", "core", "gen", "sdk/Client"],
        ["sdk"] = ["core", "app/Broker"],
    };

    private static SortedDictionary<string, string[]> ReadLayers()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("eng/layers.json")));
        var layers = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var project in document.RootElement.GetProperty("projects").EnumerateObject())
            layers.Add(project.Name, [.. project.Value.EnumerateArray().Select(name => name.GetString()!)]);
        return layers;
    }

    private static IReadOnlyList<string> ListProjectFiles() =>
        [.. Repository.ListFiles().Where(path => path.StartsWith("src/") && path.EndsWith(".csproj"))];

    private static IEnumerable<string> ReadReferences(string projectFile)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(projectFile))!;
        return XDocument.Load(Repository.PathOf(projectFile)).Descendants("ProjectReference")
            .Select(reference => Path.GetFullPath(Path.Combine(folder, reference.Attribute("Include")!.Value.Replace('\\', '/'))))
            .Select(path => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(path)!).Replace('\\', '/'));
    }

    [Fact]
    public void Every_project_has_its_line_and_every_line_its_project() =>
        Assert.Equal(ReadLayers().Keys, ListProjectFiles().Select(path => Path.GetDirectoryName(path)!).Order(StringComparer.Ordinal));

    [Fact]
    public void References_are_those_the_layers_name()
    {
        var layers = ReadLayers();
        foreach (var file in ListProjectFiles())
        {
            var project = Path.GetDirectoryName(file)!;
            var expected = string.Join(' ', layers[project].Order(StringComparer.Ordinal));
            var actual = string.Join(' ', ReadReferences(file).Order(StringComparer.Ordinal));
            Assert.True(expected == actual, $"{project} references [{actual}]; eng/layers.json says [{expected}]");
        }
    }

    [Fact]
    public void Layers_point_downwards_only()
    {
        foreach (var (project, references) in ReadLayers())
            foreach (var reference in references)
            {
                var isAllowed = Allowed[project.Split('/')[1]]
                    .Any(prefix => reference == "src/" + prefix || reference.StartsWith($"src/{prefix}/"));
                Assert.True(isAllowed, $"{project} may not reference {reference}");
            }
    }

    [Fact]
    public void Core_projects_reference_only_earlier_ones()
    {
        foreach (var (project, references) in ReadLayers().Where(layer => layer.Key.StartsWith("src/core/")))
        {
            var place = Array.IndexOf(CoreOrder, project["src/core/".Length..]);
            Assert.True(place >= 0, $"{project} has no place in the order of core");
            foreach (var reference in references.Where(name => name.StartsWith("src/core/")))
                Assert.True(Array.IndexOf(CoreOrder, reference["src/core/".Length..]) < place, $"{project} may not reference {reference}");
        }
    }
}
