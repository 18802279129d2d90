using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Levada.Protocol.Generator.Handlers;

/// <summary>Why a class cannot be a handler, and where it stands.</summary>
internal sealed record HandlerProblem(string Text, string Path, TextSpan Span, LinePositionSpan Lines)
{
    public string Text { get; } = Text;
    public string Path { get; } = Path;
    public TextSpan Span { get; } = Span;
    public LinePositionSpan Lines { get; } = Lines;

    public static HandlerProblem At(ISymbol symbol, string text)
    {
        var location = symbol.Locations.FirstOrDefault(l => l.IsInSource);
        return location is null
            ? new HandlerProblem(text, "", default, default)
            : new HandlerProblem(text, location.SourceTree!.FilePath, location.SourceSpan, location.GetLineSpan().Span);
    }

    public Location ToLocation() => Path.Length == 0 ? Location.None : Location.Create(Path, Span, Lines);
}
