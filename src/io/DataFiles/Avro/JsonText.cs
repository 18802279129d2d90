using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Levada.DataFiles.Avro;

/// <summary>Writes JSON in the two shapes that Avro's Java library writes: without blanks, and indented by two with blanks around colons.</summary>
internal sealed class JsonText(bool isIndented)
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _isFirst = true;

    public override string ToString() => _text.ToString();

    public void BeginObject()
    {
        _text.Append('{');
        _depth++;
        _isFirst = true;
    }

    public void EndObject()
    {
        _depth--;
        NewLine();
        _text.Append('}');
        _isFirst = false;
    }

    public void BeginArray()
    {
        _text.Append(isIndented ? "[ " : "[");
        _isFirst = true;
    }

    public void EndArray()
    {
        _text.Append(isIndented ? " ]" : "]");
        _isFirst = false;
    }

    /// <summary>Goes on to the next element of an array.</summary>
    public void Element()
    {
        if (!_isFirst)
            _text.Append(isIndented ? ", " : ",");
        _isFirst = false;
    }

    /// <summary>Begins a member of an object; its value follows.</summary>
    public void Name(string name)
    {
        if (!_isFirst)
            _text.Append(',');
        NewLine();
        _isFirst = false;
        Value(name);
        _text.Append(isIndented ? " : " : ":");
    }

    public void Value(string text) =>
        _text.Append('"').Append(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)).Append('"');

    public void Value(int number) => _text.Append(number);

    public void Null() => _text.Append("null");

    public void Member(string name, string text)
    {
        Name(name);
        Value(text);
    }

    public void Member(string name, int number)
    {
        Name(name);
        Value(number);
    }

    private void NewLine()
    {
        if (isIndented)
            _text.Append('\n').Append(' ', _depth * 2);
    }
}
