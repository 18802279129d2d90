using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Levada.PackageStats;

/// <summary>Turns Debian package indexes (deb822 paragraphs) into lines of <c>name TAB json</c>.</summary>
internal static class PackageFeed
{
    private const string IndexFolder = "/var/lib/apt/lists";

    /// <param name="files">Index files; none reads those that <c>apt-get update</c> has fetched.</param>
    /// <returns>The exit code.</returns>
    public static int Write(string[] files, TextWriter output)
    {
        if (files.Length == 0) files = [.. Directory.GetFiles(IndexFolder, "*_Packages*").Order(StringComparer.Ordinal)];
        if (files.Length == 0)
        {
            Console.Error.WriteLine($"No *_Packages in {IndexFolder}: run apt-get update, or name a file.");
            return 1;
        }

        foreach (var paragraph in files.SelectMany(Paragraphs))
        {
            if (paragraph.TryGetValue("Package", out var name)) output.WriteLine($"{name}\t{ToJson(paragraph)}");
        }

        return 0;
    }

    private static IEnumerable<Dictionary<string, string>> Paragraphs(string file)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var last = "";
        foreach (var line in Lines(file))
        {
            if (line.Length == 0)
            {
                if (fields.Count > 0) yield return fields;
                fields = new Dictionary<string, string>(StringComparer.Ordinal);
            }
            else if (line[0] is ' ' or '\t')
            {
                fields[last] += $"\n{line.Trim()}";
            }
            else if (line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
            {
                last = line[..colon];
                fields[last] = line[(colon + 1)..].Trim();
            }
        }

        if (fields.Count > 0) yield return fields;
    }

    private static IEnumerable<string> Lines(string file)
    {
        if (file.EndsWith("_Packages", StringComparison.Ordinal)) return File.ReadLines(file);

        // apt keeps its indexes compressed where it is told to, with whatever codec; its own helper knows them all.
        return Unpacked(file);
    }

    private static IEnumerable<string> Unpacked(string file)
    {
        using var helper = Process.Start(new ProcessStartInfo("/usr/lib/apt/apt-helper", ["cat-file", file]) { RedirectStandardOutput = true })!;
        while (helper.StandardOutput.ReadLine() is { } line) yield return line;
        helper.WaitForExit();
        if (helper.ExitCode != 0) throw new IOException($"apt-helper cannot read {file}.");
    }

    private static string ToJson(Dictionary<string, string> fields)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in fields) writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
