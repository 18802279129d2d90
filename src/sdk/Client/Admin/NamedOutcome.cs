using Levada.Protocol;

namespace Levada.Client.Admin;

/// <summary>What became of one item of a request for several.</summary>
/// <param name="Detail">The broker's own words, where it sends any.</param>
public sealed record NamedOutcome(string Name, ErrorCode Error, string? Detail)
{
    public bool IsSuccess => Error == ErrorCode.None;

    /// <summary>One line that says what went wrong.</summary>
    public string Describe() => KafkaException.From(Error, Name, Detail).Message;
}
