<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Labeling|MapTips" labelsEnabled="0">
  <renderer-v2 type="categorizedSymbol" attr="change" symbollevels="0" enableorderby="0">
    <categories>
      <category render="true" symbol="0" value="verdict" label="结论改变 Another verdict" type="string"/>
      <category render="true" symbol="1" value="park" label="园区改变 Another park" type="string"/>
      <category render="true" symbol="2" value="terms" label="距离或成本改变 Another distance or cost" type="string"/>
      <category render="true" symbol="3" value="added" label="仅在后一方案 Only in the second plan" type="string"/>
      <category render="true" symbol="4" value="removed" label="仅在前一方案 Only in the first plan" type="string"/>
    </categories>
    <symbols>
      <symbol type="marker" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" pass="0" locked="0">
          <prop k="color" v="213,94,0,255"/>
          <prop k="name" v="diamond"/>
          <prop k="outline_color" v="255,255,255,255"/>
          <prop k="outline_width" v="0.15"/>
          <prop k="size" v="2.2"/>
          <prop k="size_unit" v="MM"/>
        </layer>
      </symbol>
      <symbol type="marker" name="1" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" pass="0" locked="0">
          <prop k="color" v="0,114,178,255"/>
          <prop k="name" v="circle"/>
          <prop k="outline_color" v="255,255,255,255"/>
          <prop k="outline_width" v="0.15"/>
          <prop k="size" v="2.2"/>
          <prop k="size_unit" v="MM"/>
        </layer>
      </symbol>
      <symbol type="marker" name="2" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" pass="0" locked="0">
          <prop k="color" v="86,180,233,255"/>
          <prop k="name" v="circle"/>
          <prop k="outline_color" v="255,255,255,255"/>
          <prop k="outline_width" v="0.15"/>
          <prop k="size" v="2.2"/>
          <prop k="size_unit" v="MM"/>
        </layer>
      </symbol>
      <symbol type="marker" name="3" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" pass="0" locked="0">
          <prop k="color" v="0,158,115,255"/>
          <prop k="name" v="triangle"/>
          <prop k="outline_color" v="255,255,255,255"/>
          <prop k="outline_width" v="0.15"/>
          <prop k="size" v="2.2"/>
          <prop k="size_unit" v="MM"/>
        </layer>
      </symbol>
      <symbol type="marker" name="4" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" pass="0" locked="0">
          <prop k="color" v="127,59,8,255"/>
          <prop k="name" v="cross_fill"/>
          <prop k="outline_color" v="255,255,255,255"/>
          <prop k="outline_width" v="0.15"/>
          <prop k="size" v="2.2"/>
          <prop k="size_unit" v="MM"/>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <mapTip>&lt;b&gt;[% &quot;id&quot; %] [% coalesce(&quot;name&quot;, &#x27;&#x27;) %]&lt;/b&gt;&lt;br/&gt;[% &quot;change_text&quot; %]&lt;br/&gt;[% coalesce(&quot;verdict_before&quot;, &#x27;–&#x27;) %] [% coalesce(&quot;park_before&quot;, &#x27;&#x27;) %] → [% coalesce(&quot;verdict_after&quot;, &#x27;–&#x27;) %] [% coalesce(&quot;park_after&quot;, &#x27;&#x27;) %]</mapTip>
</qgis>
