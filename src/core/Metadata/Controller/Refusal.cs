using Levada.Protocol;

namespace Levada.Metadata.Controller;

/// <summary>Why something is refused.</summary>
/// <param name="Message">One sentence for people.</param>
public sealed record Refusal(ErrorCode Error, string Message);
