namespace Levada.Protocol.Generator.Schemas;

/// <summary>One message: its header line and everything indented below it.</summary>
internal sealed class MessageSchema
{
    public MessageKind Kind { get; set; }
    public string Name { get; set; } = "";

    /// <summary>The api key, or the number of a record type.</summary>
    public int? Id { get; set; }

    public VersionRange Versions { get; set; } = VersionRange.Empty;
    public VersionRange Flexible { get; set; } = VersionRange.Empty;

    /// <summary>Whether the highest version may still change.</summary>
    public bool IsUnstable { get; set; }

    public StructSchema Body { get; } = new();

    /// <summary>The structs inside, in the order of the file.</summary>
    public List<StructSchema> Structs { get; } = [];

    public bool IsApi => Kind is MessageKind.Request or MessageKind.Response;

    /// <summary>The name of the api: the message's without "Request" or "Response".</summary>
    public string ApiName => Name.Substring(0, Name.Length - Kind.ToString().Length);
}
