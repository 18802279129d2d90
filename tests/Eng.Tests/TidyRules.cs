using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Levada.Eng.Tests;

/// <summary>A rule of style with the places that break it, as <c>path:line what</c>.</summary>
internal sealed record TidyRule(string Name, Func<IReadOnlyList<SourceFile>, IReadOnlyList<string>> FindPlaces);

/// <summary>The rules that a ratchet holds: their counts may only fall.</summary>
internal static class TidyRules
{
    public const int MethodLinesMax = 30;
    public const int FileLinesMax = 400;

    private static readonly string[] BannedWords = ["Manager", "Helper", "Helpers", "Utils", "Util", "Utilities"];
    private static readonly string[] UnfinishedWords = ["TODO", "FIXME", "HACK", "XXX"];

    public static IReadOnlyList<TidyRule> All { get; } =
    [
        new("methodsOver30Lines", PerFile(FindLongMethods)),
        new("filesOver400Lines", PerFile(FindLongFiles)),
        new("filesWithSeveralPublicTypes", PerFile(FindSeveralPublicTypes)),
        new("bannedWordsInTypeNames", PerFile(FindBannedTypeNames)),
        new("unfinishedComments", PerFile(FindUnfinishedComments)),
        new("notImplemented", PerFile(FindNotImplemented)),
        new("partialTypesOverFiles", FindPartialTypes),
        new("asyncInCore", PerFile(FindAsyncInCore)),
        new("namespacesThatDifferFromFolders", PerFile(FindForeignNamespaces)),
    ];

    private static Func<IReadOnlyList<SourceFile>, IReadOnlyList<string>> PerFile(Func<SourceFile, IEnumerable<string>> find) =>
        files => [.. files.SelectMany(find)];

    private static int LineOf(SyntaxNodeOrToken place) => place.GetLocation()!.GetLineSpan().StartLinePosition.Line + 1;

    private static string At(SourceFile file, SyntaxNodeOrToken place, string what) => $"{file.Path}:{LineOf(place)} {what}";

    private static IEnumerable<BaseTypeDeclarationSyntax> TypesIn(SourceFile file) =>
        file.Root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>();

    private static IEnumerable<string> FindLongMethods(SourceFile file)
    {
        foreach (var member in file.Root.DescendantNodes())
        {
            var (body, name) = member switch
            {
                BaseMethodDeclarationSyntax method => ((SyntaxNode?)method.Body ?? method.ExpressionBody, NameOf(method)),
                AccessorDeclarationSyntax accessor => ((SyntaxNode?)accessor.Body ?? accessor.ExpressionBody, accessor.Keyword.Text),
                LocalFunctionStatementSyntax local => ((SyntaxNode?)local.Body ?? local.ExpressionBody, local.Identifier.Text),
                _ => (null, ""),
            };
            // One switch over many cases is a table, however long.
            if (body is null or ArrowExpressionClauseSyntax { Expression: SwitchExpressionSyntax }) continue;
            var span = body.GetLocation().GetLineSpan();
            // A block's own braces are no lines of the method.
            var lines = span.EndLinePosition.Line - span.StartLinePosition.Line + (body is BlockSyntax ? -1 : 1);
            if (lines > MethodLinesMax) yield return At(file, member, $"{name}: {lines} lines");
        }
    }

    private static string NameOf(BaseMethodDeclarationSyntax method) => method switch
    {
        MethodDeclarationSyntax named => named.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        _ => "operator",
    };

    private static IEnumerable<string> FindLongFiles(SourceFile file)
    {
        var lines = file.Text.AsSpan().Count('\n');
        if (lines > FileLinesMax) yield return $"{file.Path} {lines} lines";
    }

    private static IEnumerable<string> FindSeveralPublicTypes(SourceFile file)
    {
        var names = file.Root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            .Where(member => member.Modifiers.Any(SyntaxKind.PublicKeyword))
            .Select(member => member is BaseTypeDeclarationSyntax type ? type.Identifier.Text : ((DelegateDeclarationSyntax)member).Identifier.Text)
            .Distinct()
            .ToList();
        if (names.Count > 1) yield return $"{file.Path} {string.Join(", ", names)}";
        else if (names.Count == 1 && Path.GetFileNameWithoutExtension(file.Path) != names[0]) yield return $"{file.Path} holds {names[0]}";
    }

    private static IEnumerable<string> FindBannedTypeNames(SourceFile file) =>
        from type in TypesIn(file)
        where Array.Exists(BannedWords, word => type.Identifier.Text.EndsWith(word, StringComparison.Ordinal))
        select At(file, type, type.Identifier.Text);

    private static IEnumerable<string> FindUnfinishedComments(SourceFile file) =>
        from trivia in file.Root.DescendantTrivia(descendIntoTrivia: true)
        where trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)
            || trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia)
        where Array.Exists(UnfinishedWords, word => trivia.ToFullString().Contains(word, StringComparison.Ordinal))
        select $"{file.Path}:{trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1} {trivia.ToString().Trim()}";

    private static IEnumerable<string> FindNotImplemented(SourceFile file) =>
        from name in file.Root.DescendantNodes().OfType<IdentifierNameSyntax>()
        where name.Identifier.Text == nameof(NotImplementedException)
        select At(file, name, name.Identifier.Text);

    private static IReadOnlyList<string> FindPartialTypes(IReadOnlyList<SourceFile> files) =>
    [
        .. from file in files
           from type in TypesIn(file)
           where type.Modifiers.Any(SyntaxKind.PartialKeyword)
           let name = $"{NamespaceOf(file)}.{type.Identifier.Text}"
           group file.Path by name into parts
           let paths = parts.Distinct().Order(StringComparer.Ordinal).ToList()
           where paths.Count > 1
           orderby parts.Key
           select $"{parts.Key}: {string.Join(", ", paths)}",
    ];

    private static IEnumerable<string> FindAsyncInCore(SourceFile file) =>
        from token in file.Root.DescendantTokens()
        where file.Path.StartsWith("src/core/", StringComparison.Ordinal) && token.IsKind(SyntaxKind.AsyncKeyword)
        select At(file, token, "async");

    private static IEnumerable<string> FindForeignNamespaces(SourceFile file)
    {
        // Top-level programs have none, and what the compiler looks for in System must be there.
        if (NamespaceOf(file) is not { Length: > 0 } name || name.StartsWith("System.", StringComparison.Ordinal)) yield break;
        var folders = file.Path.Split('/')[2..^1];
        var expected = "Levada." + string.Join('.', folders);
        if (expected == "Levada.Levada" || expected.StartsWith("Levada.Levada.", StringComparison.Ordinal))
            expected = expected["Levada.".Length..];
        if (name != expected && name != "Levada." + expected) yield return $"{file.Path} says {name}, its folder {expected}";
    }

    private static string NamespaceOf(SourceFile file) =>
        file.Root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? "";
}
