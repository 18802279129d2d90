namespace Levada.Output;

/// <summary>One column of a table.</summary>
/// <param name="Header">For people.</param>
/// <param name="JsonName">In camelCase.</param>
/// <param name="IsRight">Whether values stand to the right, as numbers do.</param>
internal readonly record struct Column(string Header, string JsonName, bool IsRight = false);
