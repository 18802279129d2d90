using System.Reflection;
using System.Runtime.InteropServices;

namespace Levada.Sqoop;

/// <summary>Which build this is.</summary>
internal static class ProductVersion
{
    private static readonly string Informational =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>The version without the commit.</summary>
    public static string Text => Informational.Split('+')[0];

    /// <summary>The lines of the version tool.</summary>
    public static string Description =>
        $"""
        Sqoop {Text} (Levada; command lines of Apache Sqoop 1.4.7)
        git commit id {(Informational.Split('+') is [_, var commit] ? commit : "unknown")}
        Compiled for {RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}

        """;
}
