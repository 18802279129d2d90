namespace Levada.Protocol.Generator.Schemas;

/// <summary>Resolves struct names and refuses what cannot become code.</summary>
internal sealed class SchemaChecker(SchemaFile file, MessageSchema message)
{
    private readonly HashSet<StructSchema> _resolving = [];

    public void Check()
    {
        DropReferences();
        NameTypes();
        message.Body.Versions = message.Versions;
        Resolve(message.Body);
        foreach (var unused in message.Structs.Where(s => s.Versions.IsEmpty))
            file.Report(unused.Line, $"struct {unused.Name} is not used in any version");
        CheckFields(message.Body);
        foreach (var inner in message.Structs) CheckFields(inner);
        MarkIsDefault(message.Body);
        foreach (var inner in message.Structs) MarkIsDefault(inner);
    }

    /// <summary>A request and its response stand in one file and serve the same versions.</summary>
    public static void CheckPair(SchemaFile file)
    {
        var apis = file.Messages.Where(m => m.IsApi).ToList();
        if (apis.Count == 0) return;
        if (apis.Count != 2 || apis[0].Kind != MessageKind.Request || apis[1].Kind != MessageKind.Response)
            file.Report(apis[0].Body.Line, "an api file holds one request and then its response");
        else if (apis[0].Id != apis[1].Id || apis[0].Versions != apis[1].Versions || apis[0].ApiName != apis[1].ApiName)
            file.Report(apis[1].Body.Line, "request and response differ in api key, name or versions");
    }

    /// <summary>A field of a struct type without lines of its own refers to the struct of that name.</summary>
    private void DropReferences()
    {
        var defined = message.Structs.Where(s => s.Fields.Count > 0).ToList();
        foreach (var same in defined.GroupBy(s => s.Name).Where(g => g.Count() > 1))
            file.Report(same.Last().Line, $"struct {same.Key} is defined twice in {message.Name}");
        foreach (var reference in message.Structs.Where(s => s.Fields.Count == 0 && !defined.Any(d => d.Name == s.Name)))
            file.Report(reference.Line, $"struct {reference.Name} has no fields");
        message.Structs.Clear();
        message.Structs.AddRange(defined);
    }

    private void NameTypes()
    {
        message.Body.TypeName = message.Body.QualifiedName = message.Name;
        foreach (var inner in message.Structs)
        {
            var isTaken = message.Body.Fields.Concat(inner.Fields).Any(f => f.Name == inner.Name);
            inner.TypeName = isTaken ? inner.Name + "Data" : inner.Name;
            inner.QualifiedName = message.Name + "." + inner.TypeName;
        }
    }

    private void Resolve(StructSchema owner)
    {
        if (!_resolving.Add(owner))
        {
            file.Report(owner.Line, $"struct {owner.Name} contains itself");
            return;
        }

        foreach (var field in owner.Fields.Where(f => f.Kind == FieldKind.Struct))
        {
            field.Struct = message.Structs.FirstOrDefault(s => s.Name == field.TypeWord);
            if (field.Struct is null) continue; // Reported as a struct without fields.
            field.Struct.Versions = field.Struct.Versions.Hull(field.Versions.Intersect(owner.Versions));
            Resolve(field.Struct);
        }

        _resolving.Remove(owner);
    }

    private void CheckFields(StructSchema owner)
    {
        foreach (var same in owner.Fields.GroupBy(f => f.Name).Where(g => g.Count() > 1))
            file.Report(same.Last().Line, $"{same.Key} stands twice in {owner.Name}");
        foreach (var same in owner.Fields.Where(f => f.Tag is not null).GroupBy(f => f.Tag).Where(g => g.Count() > 1))
            file.Report(same.Last().Line, $"tag {same.Key} stands twice in {owner.Name}");
        foreach (var field in owner.Fields)
        {
            if (CheckField(field) is { } problem) file.Report(field.Line, $"{field.Name} {problem}");
        }
    }

    private string? CheckField(FieldSchema field)
    {
        var versions = field.Versions.Intersect(message.Versions);
        if (versions.IsEmpty) return "is in none of the message's versions";
        if (field.Tag is not null && !message.Flexible.Contains(versions)) return "has a tag in a version that is not flexible";
        if (field.IsDefaultNull && !field.IsNullable) return "defaults to null and is not nullable";
        if (field.Tag is not null && field.IsNeverFlexible) return "has a tag and is never flexible";
        if (field.IsArray) return CheckElements(field);
        if (field.IsNullable && field.Kind < FieldKind.String) return "is of a type that cannot be null";
        if (field.Kind is FieldKind.Struct && field.Default is not null && !field.IsDefaultNull) return "has a default that a struct cannot have";
        return field.Default is null || field.IsDefaultNull || IsLiteral(field) ? null : "has a default that is not of its type";
    }

    private static string? CheckElements(FieldSchema field)
    {
        if (field.Default is not null && !field.IsDefaultNull) return "has a default that an array cannot have";
        return field.Kind is FieldKind.Bytes or FieldKind.Records or FieldKind.Bool or FieldKind.Error or FieldKind.Float64
                or FieldKind.UInt16 or FieldKind.UInt32
            ? "is an array of a type that no array has"
            : null;
    }

    private static bool IsLiteral(FieldSchema field) => field.Kind switch
    {
        FieldKind.Bool => field.Default is "true" or "false",
        >= FieldKind.Int8 and <= FieldKind.Int64 => IsInteger(field.Default!),
        _ => false,
    };

    private static bool IsInteger(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal)
            ? text.Length > 2 && text.Skip(2).All(Uri.IsHexDigit)
            : long.TryParse(text, out _);

    private static void MarkIsDefault(StructSchema owner)
    {
        foreach (var field in owner.Fields.Where(f => f.IsSingleStruct && f.Struct is not null))
        {
            var isCompared = owner.NeedsIsDefault || field.Tag is not null || !field.IsIgnorable;
            if (!isCompared || field.IsDefaultNull || field.Struct!.NeedsIsDefault) continue;
            field.Struct.NeedsIsDefault = true;
            MarkIsDefault(field.Struct);
        }
    }
}
