using System.Diagnostics;

namespace Levada.Servers;

/// <summary>A program that a server needs beside itself: one that makes its folder, or runs a script in it.</summary>
internal static class ServerTool
{
    private static readonly string[] SystemFolders = ["/usr/sbin", "/usr/local/sbin"];

    /// <summary>The program's path, or null when it is not installed.</summary>
    public static string? Find(string name)
    {
        // An ordinary user's PATH does not have the folders in which servers lie.
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(SystemFolders);
        return folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    /// <summary>Runs a program to its end; throws with its words when it fails.</summary>
    public static string Run(IEnumerable<string> command, string? input = null, IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        var words = command.ToArray();
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input ?? "");
        process.StandardInput.Close();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Result
            : throw new InvalidOperationException($"{Path.GetFileName(words[0])} failed ({process.ExitCode}): {error.Result}{output.Result}");
    }
}
