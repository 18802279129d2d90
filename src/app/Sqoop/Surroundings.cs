using Levada.Sqoop.Output;
using Levada.Sqoop.Passwords;

namespace Levada.Sqoop;

/// <summary>What the program sees of the machine it runs on.</summary>
/// <param name="Output">Standard output: results only.</param>
/// <param name="Log">Standard error.</param>
internal sealed record Surroundings(TextWriter Output, LogWriter Log)
{
    /// <summary>Environment variables.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Asks for a secret.</summary>
    public Func<string, string?> AskSecret { get; init; } = Terminal.AskSecret;

    /// <summary>The user's own folder.</summary>
    public string HomeFolder { get; init; } = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>Where relative paths start.</summary>
    public string WorkingFolder { get; init; } = Environment.CurrentDirectory;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The system's time zone, by its IANA name.</summary>
    public Func<string> SystemTimeZone { get; init; } = static () => TimeZoneInfo.Local.Id;
}
