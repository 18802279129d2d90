namespace Levada.Metadata.Controller;

/// <summary>What IncrementalAlterConfigs does with one value, numbered as on the wire (KIP-339).</summary>
internal enum ConfigOperation
{
    Set = 0,
    Delete = 1,
    Append = 2,
    Subtract = 3,
}
