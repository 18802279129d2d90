namespace Levada.Client.Admin;

/// <summary>One change of a configuration (KIP-339).</summary>
/// <param name="Value">Null for <see cref="ConfigOperation.Delete"/>.</param>
public sealed record ConfigChange(string Name, ConfigOperation Operation, string? Value);
