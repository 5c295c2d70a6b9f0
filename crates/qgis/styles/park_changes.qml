<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Labeling|MapTips" labelsEnabled="1">
  <renderer-v2 type="categorizedSymbol" attr="CASE WHEN &quot;taken_ha_change&quot; IS NULL THEN &#x27;one&#x27; WHEN &quot;taken_ha_change&quot; &gt; 0 THEN &#x27;more&#x27; WHEN &quot;taken_ha_change&quot; &lt; 0 THEN &#x27;less&#x27; ELSE &#x27;same&#x27; END" symbollevels="0" enableorderby="0">
    <categories>
      <category render="true" symbol="0" value="more" label="接收更多 Takes more" type="string"/>
      <category render="true" symbol="1" value="less" label="接收更少 Takes less" type="string"/>
      <category render="true" symbol="2" value="same" label="不变 The same" type="string"/>
      <category render="true" symbol="3" value="one" label="仅在一个方案 In one plan only" type="string"/>
    </categories>
    <symbols>
      <symbol type="fill" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <prop k="color" v="0,114,178,130"/>
          <prop k="outline_color" v="0,114,178,255"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.4"/>
          <prop k="outline_width_unit" v="MM"/>
          <prop k="style" v="solid"/>
        </layer>
      </symbol>
      <symbol type="fill" name="1" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <prop k="color" v="230,159,0,130"/>
          <prop k="outline_color" v="230,159,0,255"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.4"/>
          <prop k="outline_width_unit" v="MM"/>
          <prop k="style" v="solid"/>
        </layer>
      </symbol>
      <symbol type="fill" name="2" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <prop k="color" v="176,176,176,130"/>
          <prop k="outline_color" v="176,176,176,255"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.4"/>
          <prop k="outline_width_unit" v="MM"/>
          <prop k="style" v="solid"/>
        </layer>
      </symbol>
      <symbol type="fill" name="3" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <prop k="color" v="204,121,167,130"/>
          <prop k="outline_color" v="204,121,167,255"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.4"/>
          <prop k="outline_width_unit" v="MM"/>
          <prop k="style" v="solid"/>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <labeling type="simple">
    <settings calloutType="simple">
      <text-style fieldName="concat(&quot;name&quot;, CASE WHEN &quot;taken_ha_change&quot; &lt;&gt; 0 THEN &#x27;\n&#x27; || format(&#x27;%1%2 ha&#x27;, if(&quot;taken_ha_change&quot; &gt; 0, &#x27;+&#x27;, &#x27;&#x27;), format_number(&quot;taken_ha_change&quot;, 2)) ELSE &#x27;&#x27; END)" isExpression="1" fontFamily="Noto Sans CJK SC" fontSize="9" fontSizeUnit="Point" textColor="32,32,32,255" namedStyle="Regular" fontWeight="50">
        <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="1" bufferNoFill="0" bufferJoinStyle="128"/>
      </text-style>
      <text-format multilineAlign="1"/>
      <placement placement="1" priority="8" polygonPlacementFlags="2"/>
      <rendering obstacle="0" scaleVisibility="0" displayAll="0" mergeLines="0" labelPerPart="0"/>
    </settings>
  </labeling>
  <mapTip>&lt;b&gt;[% &quot;name&quot; %]&lt;/b&gt;&lt;br/&gt;[% &quot;incoming_before&quot; %] → [% &quot;incoming_after&quot; %]&lt;br/&gt;[% round(&quot;taken_ha_before&quot;, 2) %] → [% round(&quot;taken_ha_after&quot;, 2) %] ha</mapTip>
</qgis>
