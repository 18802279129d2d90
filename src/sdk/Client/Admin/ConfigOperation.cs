namespace Levada.Client.Admin;

/// <summary>What to do with a configuration value, with the numbers of the wire.</summary>
public enum ConfigOperation : byte
{
    Set = 0,

    /// <summary>Back to the default.</summary>
    Delete = 1,

    /// <summary>Adds to a list.</summary>
    Append = 2,

    /// <summary>Takes from a list.</summary>
    Subtract = 3,
}
