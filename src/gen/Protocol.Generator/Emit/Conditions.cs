using Levada.Protocol.Generator.Schemas;

namespace Levada.Protocol.Generator.Emit;

/// <summary>Tests of the variable <c>version</c>.</summary>
internal static class Conditions
{
    public const string Always = "true";
    public const string Never = "false";

    /// <summary>The test for <paramref name="wanted"/>, given that the version lies in <paramref name="scope"/>.</summary>
    public static string Of(VersionRange wanted, VersionRange scope)
    {
        var range = wanted.Intersect(scope);
        if (range.IsEmpty) return Never;
        if (range == scope) return Always;
        if (range.Lowest == range.Highest) return $"version == {range.Lowest}";
        if (range.Highest == scope.Highest) return $"version >= {range.Lowest}";
        return range.Lowest == scope.Lowest
            ? $"version <= {range.Highest}"
            : $"version is >= {range.Lowest} and <= {range.Highest}";
    }

    /// <summary>Joins two tests by "and".</summary>
    public static string And(string left, string right) =>
        left == Always ? right : right == Always ? left : $"{left} && {right}";
}
